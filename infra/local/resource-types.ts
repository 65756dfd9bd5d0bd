import { LOCAL_ACCOUNT, LOCAL_REGION } from './aws-endpoints.ts';

/** How a type of resource is named and what a reference to it gives. */
export interface ResourceType {
  /** The property that names it; where it is absent a name is made of stack and logical id. */
  readonly nameProperty?: string;
  readonly arn: (name: string, properties: Record<string, unknown>) => string;
  readonly ref: 'name' | 'arn' | 'queue-url';
  /** What `Fn::GetAtt` knows beside `Arn`. */
  readonly attributes?: (name: string) => Record<string, string>;
  /** Whether a local stack runs it. The others exist on paper only: names and ARNs. */
  readonly runs: boolean;
}

const arn = (service: string, path: string) => `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${path}`;

const table: ResourceType = {
  nameProperty: 'TableName',
  arn: (name) => arn('dynamodb', `table/${name}`),
  ref: 'name',
  runs: true,
};

const RUNNING: Record<string, ResourceType> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    arn: (name) => arn('sqs', name),
    ref: 'queue-url',
    attributes: (name) => ({ QueueName: name }),
    runs: true,
  },
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: (name) => `arn:aws:s3:::${name}`, ref: 'name', runs: true },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    arn: (name) => arn('lambda', `function:${name}`),
    ref: 'name',
    runs: true,
  },
  'AWS::Lambda::EventSourceMapping': {
    arn: (name) => arn('lambda', `event-source-mapping:${name}`),
    ref: 'name',
    runs: true,
  },
  'AWS::Lambda::EventInvokeConfig': { arn: (name) => arn('lambda', name), ref: 'name', runs: true },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: (name) => arn('states', `stateMachine:${name}`),
    ref: 'arn',
    attributes: (name) => ({ Name: name }),
    runs: true,
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    arn: (name) => arn('scheduler', `schedule-group/${name}`),
    ref: 'name',
    runs: true,
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    arn: (name, { GroupName = 'default' }) => arn('scheduler', `schedule/${String(GroupName)}/${name}`),
    ref: 'name',
    runs: true,
  },
};

const onPaper = (
  service: string,
  { prefix = '', ...rest }: Partial<ResourceType> & { prefix?: string } = {},
): ResourceType => ({
  arn: (name) => arn(service, `${prefix}${name}`),
  ref: 'name',
  runs: false,
  ...rest,
});

/** Rights, keys, alarms and the like, which guard or watch a deployment and change nothing of what it does. */
const ON_PAPER: Record<string, ResourceType> = {
  'AWS::IAM::Role': onPaper('iam', {
    nameProperty: 'RoleName',
    arn: (name) => `arn:aws:iam::${LOCAL_ACCOUNT}:role/${name}`,
  }),
  'AWS::IAM::Policy': onPaper('iam'),
  'AWS::IAM::ManagedPolicy': onPaper('iam', { prefix: 'policy/', ref: 'arn' }),
  'AWS::KMS::Key': onPaper('kms', { prefix: 'key/', attributes: (name) => ({ KeyId: name }) }),
  'AWS::KMS::Alias': onPaper('kms', { nameProperty: 'AliasName' }),
  'AWS::Logs::LogGroup': onPaper('logs', { nameProperty: 'LogGroupName', prefix: 'log-group:' }),
  'AWS::Logs::MetricFilter': onPaper('logs'),
  'AWS::Logs::QueryDefinition': onPaper('logs'),
  'AWS::SNS::Topic': onPaper('sns', {
    nameProperty: 'TopicName',
    ref: 'arn',
    attributes: (name) => ({ TopicArn: arn('sns', name), TopicName: name }),
  }),
  'AWS::SNS::TopicPolicy': onPaper('sns'),
  'AWS::SNS::Subscription': onPaper('sns', { ref: 'arn' }),
  'AWS::CloudWatch::Alarm': onPaper('cloudwatch', { nameProperty: 'AlarmName', prefix: 'alarm:' }),
  'AWS::CloudWatch::CompositeAlarm': onPaper('cloudwatch', { nameProperty: 'AlarmName', prefix: 'alarm:' }),
  'AWS::CloudWatch::Dashboard': onPaper('cloudwatch', { nameProperty: 'DashboardName' }),
  'AWS::SQS::QueuePolicy': onPaper('sqs'),
  'AWS::S3::BucketPolicy': onPaper('s3'),
  'AWS::Lambda::Permission': onPaper('lambda'),
  'AWS::CDK::Metadata': onPaper('cdk'),
};

/** How a type is treated; undefined for one that a local stack does not know. */
export const resourceType = (type: string): ResourceType | undefined => RUNNING[type] ?? ON_PAPER[type];
