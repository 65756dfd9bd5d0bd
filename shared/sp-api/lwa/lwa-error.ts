import { SpApiError } from '../sp-api-error.ts';

/** The seller has withdrawn the authorisation, or it has run out (LWA `invalid_grant`). */
export class LwaGrantRevokedError extends SpApiError {
  override readonly name = 'LwaGrantRevokedError';
  override readonly cure =
    'The seller must authorise the application again in Seller Central; then write the new refresh token with azi shop add.';
}

/** LWA does not know the application or its secret (`invalid_client`), or does not allow it what it asks for. */
export class LwaApplicationError extends SpApiError {
  override readonly name = 'LwaApplicationError';
  override readonly cure =
    'Check the client id and client secret of the application (a secret lives 180 days), and write them again with azi shop add --application.';
}
