import * as z from 'zod/mini';
import { refusalOf } from '../refusal.ts';
import type { Answer } from '../sp-api.ts';

const ErrorsInside = z.object({ errors: z.nullish(z.array(z.looseObject({ code: z.nullish(z.string()) }))) });

/** Of Amazon's own making: the request may be right. */
const OF_AMAZON = /Internal|Unavailable|Quota|Throttl/i;

/**
 * 2020-07-01 may answer 200 and mean no: with `errors` in the body. Throws the error that the status ought to have said,
 * `SpApiRejectedError` or `SpApiUnavailableError`.
 */
export function checkErrorsInside(operationId: string, { body, requestId }: Answer): void {
  const errors = ErrorsInside.safeParse(body).data?.errors ?? [];
  if (errors.length === 0) return;
  const status = errors.some(({ code }) => OF_AMAZON.test(code ?? '')) ? 500 : 400;
  throw refusalOf({ operationId, requestId, status }, body);
}
