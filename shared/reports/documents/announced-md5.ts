/** Headers by which S3 says that an ETag is no MD5: encrypted under a KMS key or under the customer's own. */
const KEYED = ['x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-customer-algorithm'];

/** The MD5s, hex, that a download's headers announce. */
export interface AnnouncedMd5 {
  /** `Content-MD5` (base64): a promise. */
  readonly contentMd5?: string;
  /**
   * The ETag, where it can be the MD5: 32 hex digits, not of a multipart upload (`-`), not encrypted under a key.
   * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html) It may still be none.
   */
  readonly etag?: string;
}

export function announcedMd5(header: (name: string) => string | undefined): AnnouncedMd5 {
  const contentMd5 = header('content-md5');
  const etag = header('etag')?.replaceAll('"', '').toLowerCase();
  const keyed =
    KEYED.some((name) => header(name) !== undefined) || header('x-amz-server-side-encryption')?.startsWith('aws:kms');
  return {
    ...(contentMd5 !== undefined && { contentMd5: Buffer.from(contentMd5, 'base64').toString('hex') }),
    ...(etag !== undefined && /^[0-9a-f]{32}$/.test(etag) && keyed !== true && { etag }),
  };
}
