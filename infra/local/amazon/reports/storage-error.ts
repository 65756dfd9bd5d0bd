import type { DownloadAnswer } from '../http-listener.ts';

/** A refusal of the store that holds the documents. It is not SP-API: it speaks XML and another language. */
export function storageError(status: number, code: string, message: string): DownloadAnswer {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = Buffer.from(xml);
  return {
    status,
    headers: { 'content-type': 'application/xml', 'content-length': String(body.length) },
    bytes: [body],
    ending: 'whole',
  };
}
