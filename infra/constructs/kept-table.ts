import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { TableDefinition } from '../../shared/contracts/tables.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';

export interface KeptTableProps {
  readonly stage: Stage;
  readonly tableName: string;
  readonly definition: TableDefinition;
  readonly key: Key;
}

/** Actions on rows; none of them reaches beyond the table. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'Query'
  | 'Scan';

/**
 * A table on demand under our key, which outlives its stack. Point-in-time recovery is on, except for buyers' data:
 * a recovery copy would outlive the date of death.
 */
export class KeptTable extends Construct {
  readonly table: Table;
  private readonly definition: TableDefinition;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { stage, tableName, definition, key }: KeptTableProps) {
    super(scope, id);
    this.definition = definition;
    this.key = key;
    this.table = new Table(this, 'Table', {
      tableName,
      partitionKey: text(definition.partitionKey),
      ...(definition.sortKey && { sortKey: text(definition.sortKey) }),
      ...(definition.timeToLive && { timeToLiveAttribute: definition.timeToLive }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: !definition.buyersData,
        ...(definition.recoveryDays !== undefined && { recoveryPeriodInDays: definition.recoveryDays }),
      },
      deletionProtection: stage.deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    if (definition.buyersData) {
      acknowledge(
        this.table,
        'AwsSolutions-DDB3',
        'A recovery copy would keep buyers beyond the date of their death; Amazon is the backup.',
      );
    }
    if (definition.index) {
      this.table.addGlobalSecondaryIndex({
        indexName: definition.index.name,
        partitionKey: text(definition.index.partitionKey),
        sortKey: text(definition.index.sortKey),
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }

  /** Lets `role` do these things with rows of this table, and use its key for nothing but that. */
  allow(role: IRole, ...actions: TableAction[]): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
      }),
    );
    this.allowKey(role);
  }

  /** Lets `role` query the table's sparse index. */
  allowIndex(role: IRole): void {
    if (!this.definition.index) throw new Error(`${this.node.path} has no index; see shared/contracts/tables.ts.`);
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${this.table.tableArn}/index/${this.definition.index.name}`],
      }),
    );
    this.allowKey(role);
  }

  /** DynamoDB uses the key in the caller's name: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
  private allowKey(role: IRole): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }
}

/** All keys are text. */
const text = (name: string) => ({ name, type: AttributeType.STRING });
