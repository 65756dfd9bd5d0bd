import { createHmac } from 'node:crypto';

/** A text that a client is to bring back unchanged: not hidden, but signed. */
export function signText(text: string, key: string): string {
  const encoded = Buffer.from(text).toString('base64url');
  return `${encoded}.${signatureOf(encoded, key)}`;
}

/** The text of what {@link signText} made with this key; undefined for anything else. */
export function readSignedText(signed: string, key: string): string | undefined {
  const [encoded = '', signature] = signed.split('.');
  return signature === signatureOf(encoded, key) ? Buffer.from(encoded, 'base64url').toString() : undefined;
}

const signatureOf = (encoded: string, key: string) =>
  createHmac('sha256', key).update(encoded).digest('base64url').slice(0, 24);
