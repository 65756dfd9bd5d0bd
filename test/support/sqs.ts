import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { patientConnection } from './aws-connection.ts';

export interface FifoQueue {
  readonly url: string;
  readonly deadLettersUrl: string;
}

export interface Sqs {
  readonly endpoint: string;
  readonly client: SQSClient;
  /** A further client of the same queues, for middleware of its own. */
  connect(): SQSClient;
  /** Makes `<name>.fifo` and `<name>-dead-letters.fifo`. Times in seconds. */
  createFifoQueue(name: string, options?: { visibilityTimeout?: number; maxReceiveCount?: number }): Promise<FifoQueue>;
  stop(): Promise<void>;
}

/** SQS in memory, on a free port of 127.0.0.1. */
export async function startSqs(): Promise<Sqs> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;

  const clients: SQSClient[] = [];
  const connect = () => {
    const client = new SQSClient({ ...patientConnection(endpoint), useQueueUrlAsEndpoint: false });
    clients.push(client);
    return client;
  };
  const client = connect();

  const createQueue = async (name: string, attributes: Record<string, string>) => {
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({ QueueName: `${name}.fifo`, Attributes: { FifoQueue: 'true', ...attributes } }),
    );
    if (QueueUrl === undefined) throw new Error(`fauxqs made no queue ${name}`);
    return QueueUrl;
  };

  return {
    endpoint,
    client,
    connect,
    async createFifoQueue(name, { visibilityTimeout = 360, maxReceiveCount = 1000 } = {}) {
      const deadLettersUrl = await createQueue(`${name}-dead-letters`, {});
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: deadLettersUrl, AttributeNames: ['QueueArn'] }),
      );
      const url = await createQueue(name, {
        VisibilityTimeout: String(visibilityTimeout),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount }),
      });
      return { url, deadLettersUrl };
    },
    async stop() {
      for (const each of clients) each.destroy();
      await server.stop();
    },
  };
}
