import type { IncomingHttpHeaders } from 'node:http';
import { invalidInput } from './api-error.ts';

/** `App/Version (Language=…; Platform=…)`, as Amazon asks for it; 500 characters at most. */
const USER_AGENT = /^[^/\s][^/]*\/\S+ \(.*Language=[^;)]+.*\)/;
/** ISO 8601 basic, UTC: 20260131T235959Z. */
const AMZ_DATE = /^\d{8}T\d{6}Z$/;

/**
 * Throws 400 when a header that every SP-API call must carry is missing or malformed (spapi 3). Amazon lets some of
 * this pass; a stand-in that does not finds the slip before Amazon does.
 */
export function checkRequiredHeaders(headers: IncomingHttpHeaders): void {
  const userAgent = headers['user-agent'] ?? '';
  if (!USER_AGENT.test(userAgent) || userAgent.length > 500) {
    throw invalidInput("Header 'user-agent' must be of the form App/Version (Language=…; Platform=…).");
  }
  const date = headers['x-amz-date'];
  if (typeof date !== 'string' || !AMZ_DATE.test(date)) {
    throw invalidInput("Header 'x-amz-date' must be given as YYYYMMDDThhmmssZ.");
  }
}
