/** A refusal as SP-API words it: `{ errors: [{ code, message, details }] }`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: string;

  constructor({ status, code, message, details }: { status: number; code: string; message: string; details: string }) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  get body() {
    return { errors: [{ code: this.code, message: this.message, details: this.details }] };
  }
}

export const invalidInput = (message: string, details = '') =>
  new ApiError({ status: 400, code: 'InvalidInput', message, details });

/** Same code and message for an ended token, a missing role and a foreign marketplace: only `details` tells (spapi 5). */
export const accessDenied = (details = '') =>
  new ApiError({ status: 403, code: 'Unauthorized', message: 'Access to requested resource is denied.', details });

export const notFound = (message: string) => new ApiError({ status: 404, code: 'NotFound', message, details: '' });

export const quotaExceeded = () =>
  new ApiError({
    status: 429,
    code: 'QuotaExceeded',
    message: 'You exceeded your quota for the requested resource.',
    details: '',
  });

export const internalFailure = () =>
  new ApiError({
    status: 500,
    code: 'InternalFailure',
    message: 'We encountered an internal error. Please try again.',
    details: '',
  });

export const serviceUnavailable = () =>
  new ApiError({
    status: 503,
    code: 'ServiceUnavailable',
    message: 'Service is temporarily unavailable. Please try again.',
    details: '',
  });
