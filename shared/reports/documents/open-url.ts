import type { Readable } from 'node:stream';
import axios, { AxiosError } from 'axios';

/** An answer whose body is still on its way, byte for byte as it was sent. */
export interface OpenAnswer {
  readonly status: number;
  /** A header's value by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly body: Readable;
}

/** No answer came: `code` is the socket's (`ECONNREFUSED`) or `ETIMEDOUT`. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code: string;

  constructor(code: string) {
    super(`no answer (${code})`);
    this.code = code;
  }
}

export type OpenUrl = (url: string, options: { timeoutMs: number }) => Promise<OpenAnswer>;

/**
 * Asks for a presigned URL with nothing but the URL: no token, no redirect, no unpacking on the way. Gives up when no
 * answer has begun within `timeoutMs`. Throws {@link NoAnswerError}; the URL, which is a secret, leaves with no error.
 */
export const openUrl: OpenUrl = async (url, { timeoutMs }) => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    const { status, headers, data } = await axios.get<Readable>(url, {
      responseType: 'stream',
      decompress: false,
      maxRedirects: 0,
      validateStatus: () => true,
      headers: { 'accept-encoding': 'identity' },
      signal: deadline.signal,
    });
    const header = (name: string) => {
      const value: unknown = headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    return { status, header, body: data };
  } catch (error) {
    if (deadline.signal.aborted) throw new NoAnswerError('ETIMEDOUT');
    throw new NoAnswerError(error instanceof AxiosError ? (error.code ?? 'ENETWORK') : 'ENETWORK');
  } finally {
    clearTimeout(timer);
  }
};
