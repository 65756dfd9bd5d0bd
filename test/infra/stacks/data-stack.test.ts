import { describe, expect, it } from 'vitest';
import { DOCUMENT_FOLDERS } from '../../../shared/contracts/documents.ts';
import { BUILT_SYNCS, KIND_OF } from '../../../shared/contracts/syncs.ts';
import { resourceNames } from '../../../shared/contracts/resource-names.ts';
import { TABLES, type TableDefinition } from '../../../shared/contracts/tables.ts';
import { aziTemplates, type Resource, resourcesOf } from '../../support/azi-templates.ts';

const { data } = aziTemplates('dev');
const names = resourceNames('dev');
const tables = Object.values(resourcesOf(data, 'AWS::DynamoDB::Table'));
const tableNamed = (name: string) => tables.find(({ Properties }) => Properties.TableName === name);
const STATEFUL = [
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Scheduler::ScheduleGroup',
];
const definitions: [string, TableDefinition][] = Object.entries(TABLES);

describe('tables', () => {
  it.each(definitions)('%s is made as its store expects it', (name, { partitionKey, sortKey, timeToLive, index }) => {
    const { KeySchema, TimeToLiveSpecification, GlobalSecondaryIndexes, BillingMode } =
      tableNamed(`azi-dev-${name}`)?.Properties ?? {};

    expect(KeySchema).toEqual(keySchema(partitionKey, sortKey));
    expect(TimeToLiveSpecification?.AttributeName).toBe(timeToLive);
    expect(BillingMode).toBe('PAY_PER_REQUEST');
    expect(GlobalSecondaryIndexes).toEqual(
      index && [
        {
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    );
  });

  it('can be brought back to any second, except for buyers, of whom no copy is kept', () => {
    const recoverable = tables
      .filter(({ Properties }) => Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled)
      .map(({ Properties }) => Properties.TableName);

    const allButBuyers = definitions.filter(([name]) => name !== 'buyers').map(([name]) => `azi-dev-${name}`);
    expect(new Set(recoverable)).toEqual(new Set(allButBuyers));
  });

  it('are under our key, and buyers under one of their own', () => {
    const buyersKey = keyOf(tableNamed(names.table('buyers')));

    const otherKeys = new Set(tables.filter((table) => table !== tableNamed(names.table('buyers'))).map(keyOf));
    expect(buyersKey).toMatch(/^BuyersKey/);
    expect([...otherKeys]).toEqual([expect.stringMatching(/^Key/)]);
  });

  it('are protected from deletion in production', () => {
    const inProduction = Object.values(resourcesOf(aziTemplates('prod').data, 'AWS::DynamoDB::Table'));

    expect(inProduction.map(({ Properties }) => Properties.DeletionProtectionEnabled)).not.toContain(false);
    expect(inProduction).toHaveLength(definitions.length);
  }, 60_000);
});

describe('queues', () => {
  const queues = Object.values(resourcesOf(data, 'AWS::SQS::Queue'));

  it.each(BUILT_SYNCS)('of %s keep what nobody takes for 14 days, in order and encrypted', (sync) => {
    const kind = KIND_OF[sync];
    const both = queues.filter(({ Properties }) =>
      [names.queue(kind), names.deadLetterQueue(kind)].includes(Properties.QueueName),
    );

    expect(both).toHaveLength(2);
    for (const { Properties } of both) {
      expect(Properties).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 14 * 86_400 });
      expect(Properties.KmsMasterKeyId).toBeDefined();
    }
  });

  it('have dead letters, which a message reaches after 1,000 receives', () => {
    const deadLetterIds = new Set(
      queues.flatMap(({ Properties: { RedrivePolicy } }) => RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? []),
    );
    const all = resourcesOf(data, 'AWS::SQS::Queue');

    for (const [id, { Properties }] of Object.entries(all)) {
      if (deadLetterIds.has(id)) continue;
      expect(Properties.RedrivePolicy.maxReceiveCount).toBe(1000);
      expect(Properties.VisibilityTimeout).toBe(6 * 60);
    }
    expect(deadLetterIds.size * 2).toBe(queues.length);
  });
});

describe('documents', () => {
  const bucket = Object.values(resourcesOf(data, 'AWS::S3::Bucket')).find(
    ({ Properties }) => Properties.LoggingConfiguration,
  )?.Properties;

  it('die after 90 days, those in quarantine after 30, and leave no versions', () => {
    const rules: { Prefix?: string; ExpirationInDays: number; Status: string }[] = bucket.LifecycleConfiguration.Rules;
    const lives = rules.map(({ Prefix = '', ExpirationInDays }) => [Prefix, ExpirationInDays]);

    const folders = Object.values(DOCUMENT_FOLDERS).map(({ prefix, days }) => [prefix, days]);
    expect(Object.fromEntries(lives)).toEqual({ '': 90, 'quarantine/': 30, ...Object.fromEntries(folders) });
    expect(rules.every(({ Status }) => Status === 'Enabled')).toBe(true);
    expect(bucket.VersioningConfiguration).toBeUndefined();
  });

  it("are under the buyers' key, and a request that names another is refused", () => {
    const [encryption] = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
    const policies = Object.values(resourcesOf(data, 'AWS::S3::BucketPolicy'));
    const refusals = policies.flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.filter(({ Sid }: { Sid?: string }) => Sid?.startsWith('Other')),
    );

    expect(encryption.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
    expect(encryption.ServerSideEncryptionByDefault.KMSMasterKeyID['Fn::GetAtt'][0]).toMatch(/^BuyersKey/);
    expect(refusals).toHaveLength(2);
    for (const { Effect, Action, Condition } of refusals) {
      expect([Effect, Action]).toEqual(['Deny', 's3:PutObject']);
      expect(Object.keys(Condition.StringNotEquals)).toEqual(Object.keys(Condition.Null));
    }
  });

  it('cannot be public, nor be asked for without TLS', () => {
    expect(Object.values(bucket.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(JSON.stringify(resourcesOf(data, 'AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
  });
});

describe("the role of the shops' schedules", () => {
  it('may call the start functions of its stage and nothing else', () => {
    const policies = Object.entries(resourcesOf(data, 'AWS::IAM::Policy'));
    const [statement, ...others] = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);

    expect(others).toEqual([]);
    expect(statement.Action).toBe('lambda:InvokeFunction');
    const called = [statement.Resource].flat().map((arn) => /:function:([\w-]+)"/.exec(JSON.stringify(arn))?.[1]);
    expect(new Set(called)).toEqual(new Set(BUILT_SYNCS.map((sync) => names.startFunction(sync))));
  });

  it('is taken on only for schedules of the stage', () => {
    const role = Object.values(resourcesOf(data, 'AWS::IAM::Role')).find(
      ({ Properties }) => Properties.RoleName === names.scheduleRole,
    );

    const [trust] = role?.Properties.AssumeRolePolicyDocument.Statement ?? [];
    expect(trust.Condition.StringEquals['aws:SourceArn']['Fn::GetAtt'][0]).toMatch(/^ShopSchedulesGroup/);
  });
});

describe('what is kept', () => {
  const kept = Object.entries(resourcesOf(data)).filter(([, { Type }]) => STATEFUL.includes(Type));

  it('outlives the stack, but not a first deployment that failed: it would be in the way of the next', () => {
    const perishable = kept.filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) =>
        DeletionPolicy !== 'RetainExceptOnCreate' || UpdateReplacePolicy !== 'Retain',
    );

    expect(perishable).toEqual([]);
  });

  it('keeps its logical ids: a changed one is a new, empty thing', () => {
    expect(Object.fromEntries(kept.map(([id, { Type }]) => [id, Type]))).toMatchSnapshot();
  });
});

const keyOf = (table: Resource | undefined) => table?.Properties.SSESpecification.KMSMasterKeyId['Fn::GetAtt'][0];

const keySchema = (partitionKey: string, sortKey?: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey ? [{ AttributeName: sortKey, KeyType: 'RANGE' }] : []),
];

it('keeps no recovery copy of a table with addresses beyond three days', () => {
  const tables = Object.values(resourcesOf(aziTemplates('prod').data, 'AWS::DynamoDB::Table'));

  const outbound = tables.find(({ Properties }) => Properties.TableName === 'azi-prod-fulfillment-outbound');
  expect(outbound?.Properties.PointInTimeRecoverySpecification).toEqual({
    PointInTimeRecoveryEnabled: true,
    RecoveryPeriodInDays: 3,
  });
});
