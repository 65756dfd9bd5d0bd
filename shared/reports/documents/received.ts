import { createHash } from 'node:crypto';
import { announcedMd5 } from './announced-md5.ts';
import { GzipCheck } from './gzip-check.ts';
import { beginsAsGzip } from './inflate.ts';
import type { OpenAnswer } from './open-url.ts';
import type { Compression } from './stored-document.ts';

/** What came of one download, when all of it has come. */
export interface Received {
  readonly bytes: number;
  readonly md5: string;
  readonly compression: Compression;
  /** What is wrong with it; empty: nothing. */
  readonly damages: readonly string[];
  /** Only the ETag speaks against it: length and gzip are right, so it may be an ETag that is no MD5. */
  readonly onlyEtagDiffers: boolean;
}

/** Watches the bytes of one download go by and judges them at the end. */
export class Receiver {
  readonly #answer: OpenAnswer;
  readonly #gzip: GzipCheck;
  readonly #md5 = createHash('md5');
  #bytes = 0;
  /** Its first two bytes, as soon as they are there. */
  #beginning = Buffer.alloc(0);

  constructor(answer: OpenAnswer, announced: { s3Key: string; compression: Compression }) {
    this.#answer = answer;
    this.#gzip = new GzipCheck(announced);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async take(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    this.#md5.update(chunk);
    if (this.#beginning.length < 2) this.#beginning = Buffer.concat([this.#beginning, chunk.subarray(0, 2)]);
    await this.#gzip.write(chunk);
  }

  async end(): Promise<Received> {
    const { header } = this.#answer;
    const md5 = this.#md5.digest('hex');
    const length = header('content-length');
    const announced = announcedMd5(header);
    const packing = await this.#gzip.end();
    const damages: string[] = [];
    if (this.#bytes === 0) damages.push('it is empty');
    else if (packing !== undefined) damages.push(packing);
    if (length !== undefined && Number(length) !== this.#bytes)
      damages.push(`${this.#bytes} bytes came where ${length} were announced`);
    if (announced.contentMd5 !== undefined && announced.contentMd5 !== md5)
      damages.push('its MD5 is not the announced Content-MD5');
    const etagDiffers = announced.etag !== undefined && announced.etag !== md5;
    const onlyEtagDiffers = etagDiffers && damages.length === 0;
    if (etagDiffers) damages.push('its MD5 is not the ETag');
    const compression = beginsAsGzip(this.#beginning) ? 'gzip' : 'none';
    return { bytes: this.#bytes, md5, compression, damages, onlyEtagDiffers };
  }
}
