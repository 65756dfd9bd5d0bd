import { HeadObjectCommand, NotFound, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { DOCUMENT_FOLDERS, OTHER_DOCUMENTS_DAYS } from '../../contracts/documents.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether a document still lies in the bucket, and will for a day. Who may not list a bucket is told 403 of what is not
 * there, so its age decides as well; any other refusal is left to who opens the document.
 */
export async function isKept(
  { s3Key, keptSince }: { s3Key: string; keptSince: string },
  { s3, bucket, now }: { s3: S3Client; bucket: string; now: () => number },
): Promise<boolean> {
  const folder = Object.values(DOCUMENT_FOLDERS).find(({ prefix }) => s3Key.startsWith(prefix));
  const days = folder?.days ?? OTHER_DOCUMENTS_DAYS;
  if (now() > Date.parse(keptSince) + (days - 1) * DAY_MS) return false;
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: s3Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403) return true;
    throw error;
  }
}
