import * as z from 'zod/mini';
import type { LocalTable } from './emulators/dynamodb.ts';
import type { LocalQueue } from './emulators/sqs-and-s3.ts';
import type { ResolvedResource } from './resolve-stacks.ts';
import { TemplateError } from './template.ts';

/** What a local stack makes of resolved resources, kind by kind. Each throws a TemplateError for what cannot be run here. */

export const tablesOf = (resources: readonly ResolvedResource[]): LocalTable[] =>
  ofType(resources, ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table']).map((resource) => ({
    TableName: resource.name,
    ...read(resource, Table),
  }));

export const queuesOf = (resources: readonly ResolvedResource[]): LocalQueue[] =>
  ofType(resources, ['AWS::SQS::Queue']).map((resource) => ({
    name: resource.name,
    arn: resource.arn,
    attributes: Object.fromEntries(
      Object.entries(read(resource, Queue))
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
    ),
  }));

export const bucketsOf = (resources: readonly ResolvedResource[]): string[] =>
  ofType(resources, ['AWS::S3::Bucket']).map(({ name }) => name);

export const scheduleGroupsOf = (resources: readonly ResolvedResource[]): string[] =>
  ofType(resources, ['AWS::Scheduler::ScheduleGroup']).map(({ name }) => name);

/** A Lambda function with all that its invocations depend on. */
export interface FunctionDefinition {
  name: string;
  arn: string;
  /** Directory of the bundled code. */
  codeDirectory: string;
  /** `file.export`. */
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** Most invocations at once; undefined: as many as the machine bears. */
  reservedConcurrency: number | undefined;
  /** How often a failed asynchronous invocation is repeated, and for how long. */
  asyncRetries: number;
  asyncMaxAgeSeconds: number;
}

export function functionsOf(resources: readonly ResolvedResource[]): FunctionDefinition[] {
  const invokeConfigs = ofType(resources, ['AWS::Lambda::EventInvokeConfig']).map((resource) =>
    read(resource, EventInvokeConfig),
  );
  return ofType(resources, ['AWS::Lambda::Function']).map((resource) => {
    const { Code, Handler, Runtime, Environment, Timeout, MemorySize, ReservedConcurrentExecutions } = read(
      resource,
      LambdaFunction,
    );
    const codeDirectory = resource.stack.assets.get(Code.S3Key);
    if (codeDirectory === undefined) throw cannot(resource, `its code ${Code.S3Key} is not in the cloud assembly`);
    if (!Runtime.startsWith('nodejs')) throw cannot(resource, `its runtime is ${Runtime}`);
    const invokeConfig = invokeConfigs.find(({ FunctionName }) => FunctionName === resource.name);
    return {
      name: resource.name,
      arn: resource.arn,
      codeDirectory,
      handler: Handler,
      environment: Environment?.Variables ?? {},
      timeoutSeconds: Timeout ?? 3,
      memoryMb: MemorySize ?? 128,
      reservedConcurrency: ReservedConcurrentExecutions,
      asyncRetries: invokeConfig?.MaximumRetryAttempts ?? 2,
      asyncMaxAgeSeconds: invokeConfig?.MaximumEventAgeInSeconds ?? 21_600,
    };
  });
}

export interface EventSourceMapping {
  queueName: string;
  queueArn: string;
  functionName: string;
  batchSize: number;
  reportBatchItemFailures: boolean;
  maximumConcurrency: number | undefined;
}

export const eventSourceMappingsOf = (resources: readonly ResolvedResource[]): EventSourceMapping[] =>
  ofType(resources, ['AWS::Lambda::EventSourceMapping']).flatMap((resource) => {
    const mapping = read(resource, Mapping);
    if (!mapping.EventSourceArn.startsWith('arn:aws:sqs:')) throw cannot(resource, 'its source is no queue');
    if (mapping.FilterCriteria !== undefined) throw cannot(resource, 'it filters');
    if (mapping.Enabled === false) return [];
    return [
      {
        queueName: lastPart(mapping.EventSourceArn),
        queueArn: mapping.EventSourceArn,
        functionName: lastPart(mapping.FunctionName),
        batchSize: mapping.BatchSize ?? 10,
        reportBatchItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
        maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
      },
    ];
  });

export interface StateMachineDefinition {
  name: string;
  arn: string;
  /** Amazon States Language, JSON. */
  definition: string;
}

export const stateMachinesOf = (resources: readonly ResolvedResource[]): StateMachineDefinition[] =>
  ofType(resources, ['AWS::StepFunctions::StateMachine']).map((resource) => {
    const {
      DefinitionString,
      DefinitionSubstitutions = {},
      StateMachineType = 'STANDARD',
    } = read(resource, StateMachine);
    if (StateMachineType !== 'STANDARD') throw cannot(resource, 'it is no STANDARD machine');
    const definition = DefinitionString.replaceAll(
      /\$\{([^}]+)\}/g,
      (whole, name: string) => DefinitionSubstitutions[name] ?? whole,
    );
    return { name: resource.name, arn: resource.arn, definition };
  });

/** A schedule that the template itself makes; those of the shops are made through the Scheduler API. */
export interface StaticSchedule {
  name: string;
  groupName: string;
  expression: string;
  timezone: string | undefined;
  enabled: boolean;
  targetArn: string;
  input: string | undefined;
}

export const schedulesOf = (resources: readonly ResolvedResource[]): StaticSchedule[] =>
  ofType(resources, ['AWS::Scheduler::Schedule']).map((resource) => {
    const schedule = read(resource, Schedule);
    return {
      name: resource.name,
      groupName: schedule.GroupName ?? 'default',
      expression: schedule.ScheduleExpression,
      timezone: schedule.ScheduleExpressionTimezone,
      enabled: schedule.State !== 'DISABLED',
      targetArn: schedule.Target.Arn,
      input: schedule.Target.Input,
    };
  });

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Table = z.object({
  KeySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.optional(
    z.array(
      z.object({
        IndexName: z.string(),
        KeySchema,
        Projection: z.object({
          ProjectionType: z.optional(z.string()),
          NonKeyAttributes: z.optional(z.array(z.string())),
        }),
      }),
    ),
  ),
});

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Queue = z.object({
  FifoQueue: z.optional(Scalar),
  ContentBasedDeduplication: z.optional(Scalar),
  DeduplicationScope: z.optional(Scalar),
  FifoThroughputLimit: z.optional(Scalar),
  VisibilityTimeout: z.optional(Scalar),
  MessageRetentionPeriod: z.optional(Scalar),
  DelaySeconds: z.optional(Scalar),
  MaximumMessageSize: z.optional(Scalar),
  ReceiveMessageWaitTimeSeconds: z.optional(Scalar),
  RedrivePolicy: z.optional(z.record(z.string(), z.unknown())),
});

/** CloudFormation takes a number as text, too. */
const Whole = z.pipe(Scalar, z.transform(Number));

const LambdaFunction = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  Environment: z.optional(
    z.object({ Variables: z.optional(z.record(z.string(), z.pipe(Scalar, z.transform(String)))) }),
  ),
  Timeout: z.optional(Whole),
  MemorySize: z.optional(Whole),
  ReservedConcurrentExecutions: z.optional(Whole),
});

const EventInvokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.optional(Whole),
  MaximumEventAgeInSeconds: z.optional(Whole),
});

const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.optional(Whole),
  Enabled: z.optional(z.boolean()),
  FunctionResponseTypes: z.optional(z.array(z.string())),
  ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.optional(Whole) })),
  FilterCriteria: z.optional(z.unknown()),
});

const StateMachine = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.optional(z.record(z.string(), z.string())),
  StateMachineType: z.optional(z.string()),
});

const Schedule = z.object({
  GroupName: z.optional(z.string()),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.optional(z.string()),
  State: z.optional(z.string()),
  Target: z.object({ Arn: z.string(), Input: z.optional(z.string()) }),
});

const ofType = (resources: readonly ResolvedResource[], types: readonly string[]) =>
  resources.filter(({ type }) => types.includes(type));

function read<Schema extends z.ZodMiniType>(resource: ResolvedResource, schema: Schema): z.infer<Schema> {
  const result = z.safeParse(schema, resource.properties());
  if (result.success) return result.data;
  throw cannot(resource, `it has wrong or unknown ${result.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
}

const cannot = ({ type, logicalId, stack }: ResolvedResource, why: string) =>
  new TemplateError(`A local stack cannot run ${type} ${logicalId} of the stack ${stack.name}: ${why}.`);

const lastPart = (arn: string) => arn.split(':').at(-1) ?? arn;
