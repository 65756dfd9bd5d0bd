import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Kind } from '../../shared/contracts/syncs.ts';
import type { StageConnection } from './stage-connection.ts';

/** Where a kind's queue and its dead letters are. */
export async function queueUrlsOf(
  kind: Kind,
  { clients, names }: Pick<StageConnection, 'clients' | 'names'>,
): Promise<{ url: string; deadLettersUrl: string }> {
  const [url, deadLettersUrl] = await Promise.all(
    [names.queue(kind), names.deadLetterQueue(kind)].map(async (QueueName) => {
      const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
      if (QueueUrl === undefined) throw new Error(`SQS names no URL for the queue ${QueueName}.`);
      return QueueUrl;
    }),
  );
  if (url === undefined || deadLettersUrl === undefined) throw new Error(`SQS knows no queues of kind ${kind}.`);
  return { url, deadLettersUrl };
}
