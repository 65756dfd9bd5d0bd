import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

/**
 * Delivers messages one after another and names those that SQS shall keep. Behind one that comes again, none is
 * delivered: a FIFO queue would otherwise overtake itself.
 */
export async function deliverInOrder(
  records: readonly SQSRecord[],
  deliver: (record: SQSRecord) => Promise<'done' | 'again'>,
): Promise<SQSBatchResponse> {
  for (const [index, record] of records.entries()) {
    if ((await deliver(record)) === 'again') {
      return { batchItemFailures: records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };
}
