import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../shared/aws/document-client.ts';

/** The AWS clients that the command uses; their region and credentials are the machine's, or the emulators'. */
export interface AwsClients {
  readonly documents: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly lambda: LambdaClient;
  readonly states: SFNClient;
  readonly scheduler: SchedulerClient;
  destroy(): void;
}

/** Where the emulators of a stack on this machine listen. */
export interface LocalEndpoints {
  readonly region: string;
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly ssm: string;
  readonly states: string;
  readonly lambda: string;
  readonly scheduler: string;
}

/** Clients of the emulators given, else of AWS as the machine is configured for it. */
export function createAwsClients(local?: LocalEndpoints): AwsClients {
  const at = (endpoint: string | undefined) =>
    local && endpoint !== undefined
      ? { endpoint, region: local.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {};
  const dynamodb = new DynamoDBClient(at(local?.dynamodb));
  // A start function is asked once and may take its fifteen minutes: asking again would start a second run.
  const lambda = new LambdaClient({ ...at(local?.lambda), maxAttempts: 1, requestHandler: { requestTimeout: 0 } });
  const clients = {
    sqs: new SQSClient({ ...at(local?.sqs), ...(local && { useQueueUrlAsEndpoint: false }) }),
    s3: new S3Client({ ...at(local?.s3), forcePathStyle: local !== undefined }),
    ssm: new SSMClient(at(local?.ssm)),
    states: new SFNClient(at(local?.states)),
    scheduler: new SchedulerClient(at(local?.scheduler)),
  };
  return {
    ...clients,
    lambda,
    documents: createDocumentClient(dynamodb),
    destroy() {
      for (const client of [dynamodb, lambda, ...Object.values(clients)]) client.destroy();
    },
  };
}
