import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundling, DOORS } from '../../infra/constructs/function-code.ts';
import { aziTemplates, resourcesOf } from '../support/azi-templates.ts';

/** Commands whose classes come along with the ones in use, and are never sent by a function. */
const NEVER_SENT = [
  // The command writes and forgets secrets and shops; functions share its stores.
  'ssm:PutParameter',
  'ssm:DeleteParameter',
  // The AWS SDK's own.
  'dynamodb:DescribeEndpoints',
  's3:CreateSession',
  's3:PutObjectTagging',
];

/** What Lambda's poller does in the name of `deliver`; CloudWatch Logs; what comes with the right to write a document. */
const NOT_BY_COMMAND = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:AbortMultipartUpload',
];

/** Commands that IAM knows by another name: the parts of a large upload are puts, a look is a get. */
const AUTHORIZED_AS = new Map([
  ['s3:CreateMultipartUpload', 's3:PutObject'],
  ['s3:UploadPart', 's3:PutObject'],
  ['s3:CompleteMultipartUpload', 's3:PutObject'],
  ['s3:HeadObject', 's3:GetObject'],
]);

const commands = commandsByDoor();
const grants = grantsByDoor();

describe('a function', { timeout: 30_000 }, () => {
  it.each(DOORS)('is granted nothing that its code cannot do: %s', (door) => {
    const granted = [...(grants.get(door) ?? [])].filter((action) => !action.startsWith('kms:'));

    const able = [...(commands.get(door) ?? []), ...NOT_BY_COMMAND];
    expect(granted.filter((action) => !able.includes(action))).toEqual([]);
    expect(granted.length).toBeGreaterThan(0);
  });

  it.each(DOORS)('may do all that its code does in some store: %s', (door) => {
    const wanted = [...(commands.get(door) ?? [])].filter((action) => !NEVER_SENT.includes(action));

    const missing = wanted.filter((action) => !grants.get(door)?.has(action));
    expect(missing).toEqual(NOT_NEEDED[door]);
  });
});

/** Methods of shared stores that this door does not call. Whoever lets it call one must grant it, and strike it here. */
const NOT_NEEDED: Record<(typeof DOORS)[number], string[]> = {
  'orders/start': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'orders/step': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'returns/start': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'returns/step': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'items/start': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'items/step': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'fulfillment-outbound/start': ['dynamodb:Scan'],
  'fulfillment-outbound/step': ['dynamodb:Scan'],
  'downstream/deliver': ['dynamodb:DeleteItem', 'dynamodb:Scan'],
  'operations/drain': ['dynamodb:DeleteItem'],
  'operations/watch': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
  'operations/expire-buyers': ['dynamodb:PutItem', 'dynamodb:Query'],
};

/** The AWS actions for which a door's bundle has the code, tree-shaken as it is deployed. */
function commandsByDoor(): Map<string, Set<string>> {
  const { metafile } = buildSync({ ...bundling, outdir: 'unwritten', write: false, metafile: true, minify: false });
  return new Map(
    Object.values(metafile.outputs).flatMap(({ entryPoint, inputs }) => {
      if (!entryPoint) return [];
      const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      return [[doorOf(entryPoint), new Set(used.flatMap(([file]) => actionOf(file) ?? []))]];
    }),
  );
}

function actionOf(file: string): string | undefined {
  const [, client = '', command] = /@aws-sdk\/client-(\w+)\/.*\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
  const action = command && `${client === 'sfn' ? 'states' : client}:${command}`;
  return action && (AUTHORIZED_AS.get(action) ?? action);
}

/** The actions that the policies of a door's role name. */
function grantsByDoor(): Map<string, Set<string>> {
  const { sync, operations } = aziTemplates('dev');
  return new Map(
    [sync, operations].flatMap((template) => {
      const policies = Object.values(resourcesOf(template, 'AWS::IAM::Policy'));
      return Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map(
        ({ Properties }): [string, Set<string>] => {
          const [role] = Properties.Role['Fn::GetAtt'];
          const own = policies.filter((policy) =>
            policy.Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
          );
          const statements: { Action: string | string[] }[] = own.flatMap(
            (policy) => policy.Properties.PolicyDocument.Statement,
          );
          return [doorOf(Properties.Description), new Set(statements.flatMap(({ Action }) => Action))];
        },
      );
    }),
  );
}

function doorOf(file: string): string {
  return file.replace(/^functions\/|\.ts$/g, '');
}
