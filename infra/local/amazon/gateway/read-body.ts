import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, invalidInput } from './api-error.ts';

/** The JSON body of a call; undefined where there is none. Throws 415 for another type, 400 for what is not JSON. */
export function readBody(body: string, headers: IncomingHttpHeaders): unknown {
  if (body === '') return undefined;
  if (!headers['content-type']?.startsWith('application/json')) {
    const message = 'The request payload is in an unsupported format.';
    throw new ApiError({ status: 415, code: 'UnsupportedMediaType', message, details: '' });
  }
  try {
    return JSON.parse(body);
  } catch {
    throw invalidInput('The request body is not JSON.');
  }
}
