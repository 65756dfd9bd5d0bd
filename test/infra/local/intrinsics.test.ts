import { expect, it } from 'vitest';
import { resolveIntrinsics, type Scope } from '../../../infra/local/intrinsics.ts';
import { resolveStacks } from '../../../infra/local/resolve-stacks.ts';
import type { Stack, Template } from '../../../infra/local/template.ts';

it.each([
  ['Ref', { Ref: 'Table' }, 'ref:Table'],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table.Arn'],
  ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table.Stream.Arn'],
  ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }]] }, 'a/ref:Table'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
  ['Fn::Sub', { 'Fn::Sub': 'x-${Table}-${Table.Arn}-${!Literal}' }, 'x-ref:Table-Table.Arn-${Literal}'],
  ['Fn::Sub with variables', { 'Fn::Sub': ['${own}-${Table}', { own: { Ref: 'Queue' } }] }, 'ref:Queue-ref:Table'],
  ['Fn::Select and Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['A', 'b:c'] }] }] }, 'c'],
  ['Fn::ImportValue', { 'Fn::ImportValue': 'data:Table' }, 'import:data:Table'],
  ['Fn::If', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, 'Map.a.b'],
  ['a nested value', { a: [{ b: { Ref: 'C' } }], d: 1, e: null }, { a: [{ b: 'ref:C' }], d: 1, e: null }],
])('resolves %s', (_name, value, resolved) => {
  expect(resolveIntrinsics(value, SCOPE)).toEqual(resolved);
});

it('refuses a function that it does not know', () => {
  expect(() => resolveIntrinsics({ 'Fn::Cidr': [] }, SCOPE)).toThrow('cannot resolve Fn::Cidr');
});

it('resolves names, references across stacks, parameters and conditions', () => {
  const data = stack('data', {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work.fifo' } },
      Unnamed: { Type: 'AWS::S3::Bucket' },
      Left: { Type: 'AWS::S3::Bucket', Condition: 'Never' },
      Role: { Type: 'AWS::IAM::Role' },
    },
    Conditions: { Never: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
    Outputs: { Url: { Value: { Ref: 'Queue' }, Export: { Name: 'data:Url' } } },
  });
  const sync = stack('sync', {
    Parameters: { Speed: { Type: 'String', Default: '1', AllowedPattern: '[0-9]+' } },
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          DefinitionString: { 'Fn::ImportValue': 'data:Url' },
          Speed: { Ref: 'Speed' },
          Left: { Ref: 'AWS::NoValue' },
          Account: { 'Fn::Sub': 'arn:${AWS::Partition}:${AWS::AccountId}.${AWS::URLSuffix}' },
        },
      },
    },
  });

  const resources = resolveStacks([sync, data], {
    parameters: { Speed: '60' },
    queueUrl: (name) => `http://sqs/${name}`,
  });

  expect(resources.map(({ name, arn }) => [name, arn])).toEqual([
    ['sync-Machine', 'arn:aws:states:us-east-1:000000000000:stateMachine:sync-Machine'],
    ['work.fifo', 'arn:aws:sqs:us-east-1:000000000000:work.fifo'],
    ['data-unnamed', 'arn:aws:s3:::data-unnamed'],
  ]);
  expect(resources[0]?.properties()).toEqual({
    DefinitionString: 'http://sqs/work.fifo',
    Speed: '60',
    Account: 'arn:aws:000000000000.amazonaws.com',
  });
});

it.each([
  [
    'an unknown type',
    { Resources: { Db: { Type: 'AWS::RDS::DBInstance' } } },
    {},
    'cannot run AWS::RDS::DBInstance Db of the stack sync',
  ],
  ['a parameter that no template has', {}, { Speed: '1' }, 'No template has the parameter Speed'],
  [
    'a value against its pattern',
    { Parameters: { Speed: { Type: 'String', AllowedPattern: '[0-9]+' } } },
    { Speed: 'x' },
    'must match [0-9]+',
  ],
])('refuses %s', (_name, template, parameters, message) => {
  expect(() => resolveStacks([stack('sync', template)], { parameters, queueUrl: String })).toThrow(message);
});

const SCOPE: Scope = {
  ref: (name) => `ref:${name}`,
  attribute: (logicalId, attribute) => (attribute === 'b:c' ? attribute : `${logicalId}.${attribute}`),
  importValue: (name) => `import:${name}`,
  condition: (name) => name === 'Yes',
  mapped: (...path) => path.join('.'),
};

const stack = (name: string, template: Template): Stack => ({ name, template, assets: new Map() });
