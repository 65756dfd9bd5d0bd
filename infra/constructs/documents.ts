import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DOCUMENT_FOLDERS, OTHER_DOCUMENTS_DAYS } from '../../shared/contracts/documents.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * Reports, labels and what did not parse. All of it is under the buyers' key, so that nobody can forget it for the
 * documents that need it; without versions, so that what expires is gone. Who read what is logged for a year.
 */
export class Documents extends Construct {
  readonly bucket: Bucket;
  private readonly key: Key;
  private readonly stage: Stage;

  constructor(scope: Construct, id: string, { stage, key }: { stage: Stage; key: Key }) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.key = key;
    this.stage = stage;
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    const accessLog = new Bucket(this, 'AccessLog', {
      ...common,
      // The log service of S3 cannot write under a key of ours.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'year', expiration: Duration.days(365) }],
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...common,
      bucketName: resourceNames(stage.name).documentsBucket({ account, region }),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      versioned: false,
      serverAccessLogsBucket: accessLog,
      lifecycleRules: [
        {
          id: 'everything',
          expiration: Duration.days(OTHER_DOCUMENTS_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        ...Object.entries(DOCUMENT_FOLDERS).map(([id, { prefix, days }]) => ({
          id,
          prefix,
          expiration: Duration.days(days),
        })),
      ],
    });
    this.refuseOtherKeys();
  }

  /** Lets `role` write documents into one folder. */
  allowWrite(role: IRole, folder: keyof typeof DOCUMENT_FOLDERS): void {
    const { formatted, finding } = this.objectsIn(DOCUMENT_FOLDERS[folder].prefix);
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: [formatted] }),
    );
    acknowledge(role, finding, 'Documents are named when they come; the folder is named here.');
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }

  /** Lets `role` read the documents of one folder. */
  allowRead(role: IRole, folder: keyof typeof DOCUMENT_FOLDERS): void {
    const { formatted, finding } = this.objectsIn(DOCUMENT_FOLDERS[folder].prefix);
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [formatted] }));
    acknowledge(role, finding, 'Documents are named when they come; the folder is named here.');
  }

  /** By the bucket's fixed name and not its attribute, so that the finding can be acknowledged by its exact text. */
  private objectsIn(prefix: string) {
    const { documentsBucket } = resourceNames(this.stage.name);
    const text = documentsBucket({ account: '<AWS::AccountId>', region: '<AWS::Region>' });
    return {
      formatted: `arn:${Aws.PARTITION}:s3:::${documentsBucket({ account: Aws.ACCOUNT_ID, region: Aws.REGION })}/${prefix}*`,
      finding: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${text}/${prefix}*]`,
    };
  }

  /** The bucket's own encryption is the buyers' key; a request that names another one is refused. */
  private refuseOtherKeys(): void {
    const refused = { 's3:x-amz-server-side-encryption': 'aws:kms' };
    const otherKey = { 's3:x-amz-server-side-encryption-aws-kms-key-id': this.key.keyArn };
    for (const [sid, condition] of Object.entries({ OtherEncryption: refused, OtherKey: otherKey })) {
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          sid,
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: [this.bucket.arnForObjects('*')],
          conditions: { Null: isPresent(condition), StringNotEquals: condition },
        }),
      );
    }
  }
}

const isPresent = (condition: Record<string, string>) =>
  Object.fromEntries(Object.keys(condition).map((key) => [key, 'false']));
