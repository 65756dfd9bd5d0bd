import type { Operation } from '../gateway/operation.ts';
import { createRestrictedDataToken } from './create-restricted-data-token.ts';

/** Tokens API 2021-03-01. */
export const tokensApi: readonly Operation[] = [createRestrictedDataToken];
