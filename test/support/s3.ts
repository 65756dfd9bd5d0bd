import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { patientConnection } from './aws-connection.ts';

export interface S3 {
  readonly client: S3Client;
  readonly bucket: string;
  /** Keys of all objects in the bucket. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

/** S3 in memory with one bucket, on a free port of 127.0.0.1. */
export async function startS3(): Promise<S3> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const bucket = 'documents';
  const client = new S3Client({ ...patientConnection(`http://127.0.0.1:${server.port}`), forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    bucket,
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
