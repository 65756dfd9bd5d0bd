import { type OutboundState, REJECTED } from './outbound-state.ts';
import { requestHashes } from './request-hashes.ts';

/** Whether a request is a new try at an order that was REJECTED: the next run takes it. Its address is gone after each. */
export const isPutAgain = (
  request: Record<string, unknown> | undefined,
  state: Pick<OutboundState, 'status' | 'requestHash'>,
): boolean =>
  request !== undefined &&
  state.status === REJECTED &&
  (request.destination !== undefined || requestHashes(request).requestHash !== state.requestHash);
