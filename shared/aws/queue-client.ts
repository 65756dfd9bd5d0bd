import { SQSClient } from '@aws-sdk/client-sqs';

/** An SQS client that goes to its own endpoint, not to the host that a queue's URL happens to name. */
export const createQueueClient = () => new SQSClient({ useQueueUrlAsEndpoint: false });
