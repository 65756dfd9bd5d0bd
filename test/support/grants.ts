import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../infra/local/aws-endpoints.ts';
import type { AwsCall } from './watch-aws-calls.ts';
import { aziTemplates, type Resource, resourcesOf } from './azi-templates.ts';

/** An action on a thing, or on all whose names begin so (`*`). */
export interface Grant {
  readonly action: string;
  readonly resource: string;
}

/** What the role of each function of a stage allows, by the function's name. Resources are named as in {@link AwsCall}. */
export function grantsOf(stage: string): Map<string, Grant[]> {
  const { data, sync, operations } = aziTemplates(stage);
  const nameOf = namesOfExports(data.toJSON(), resourcesOf(data));
  return new Map(
    [sync, operations].flatMap((template) =>
      Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map(({ Properties }): [string, Grant[]] => {
        const [roleId] = Properties.Role['Fn::GetAtt'];
        const statements: Statement[] = Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
          .filter((policy) => policy.Properties.Roles.some(({ Ref }: { Ref?: string }) => Ref === roleId))
          .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
        return [Properties.FunctionName, statements.flatMap((statement) => toGrants(statement, nameOf))];
      }),
    ),
  );
}

/** Whether one of the grants covers the call. */
export const isGranted = (call: AwsCall, grants: readonly Grant[]) =>
  grants.some(({ action, resource }) => action === call.action && covers(resource, call.resource));

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

type NameOf = (exportName: string) => string;

const toGrants = ({ Action, Resource }: Statement, nameOf: NameOf): Grant[] =>
  [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => ({ action, resource: withoutArn(textOf(resource, nameOf)) })),
    );

function textOf(resource: unknown, nameOf: NameOf): string {
  if (typeof resource === 'string') return resource;
  const [[intrinsic, argument] = []] = Object.entries(resource ?? {});
  if (intrinsic === 'Fn::ImportValue') return nameOf(argument);
  if (intrinsic === 'Fn::Join') return argument[1].map((part: unknown) => textOf(part, nameOf)).join('');
  if (intrinsic === 'Ref') return PSEUDO_PARAMETERS.get(argument) ?? argument;
  return JSON.stringify(argument);
}

const PSEUDO_PARAMETERS = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::AccountId', LOCAL_ACCOUNT],
  ['AWS::Region', LOCAL_REGION],
]);

/** `…:parameter/azi/dev/application` → `/azi/dev/application`, `…:stateMachine:azi-dev-orders` → `azi-dev-orders` */
const withoutArn = (text: string) => text.replace(/^arn:.*:(parameter|stateMachine:|s3:::)/, '');

const covers = (granted: string, asked: string) =>
  granted.endsWith('*') ? asked.startsWith(granted.slice(0, -1)) : asked === granted;

/** From what the data stack exports to the names that its resources have. */
function namesOfExports(template: { Outputs?: Record<string, Output> }, resources: Record<string, Resource>): NameOf {
  const outputs = Object.values(template.Outputs ?? {});
  return (exportName) => {
    const logicalId = outputs.find(({ Export }) => Export?.Name === exportName)?.Value['Fn::GetAtt']?.[0] ?? exportName;
    const { TableName, QueueName } = resources[logicalId]?.Properties ?? {};
    return TableName ?? QueueName ?? logicalId;
  };
}

interface Output {
  readonly Value: { readonly 'Fn::GetAtt'?: readonly string[] };
  readonly Export?: { readonly Name: string };
}
