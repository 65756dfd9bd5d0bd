import { accessDenied } from '../gateway/api-error.ts';
import type { Call } from '../gateway/operation.ts';
import { RESTRICTED_REPORT_TYPES } from './restricted-report-types.ts';

/**
 * For the handler of getReportDocument, which alone knows the type of the report: throws 403 when a document of this
 * type needs a Restricted Data Token and the call came without one for it, or the seller has not granted the role.
 * The operation must say `restricted: 'by-document'`, else the gateway turns every RDT away.
 */
export function checkDocumentAccess(
  reportType: string,
  { seller, restrictedAccess }: Pick<Call, 'seller' | 'restrictedAccess'>,
): void {
  const roles = RESTRICTED_REPORT_TYPES.get(reportType);
  if (!roles) return;
  if (!restrictedAccess || !roles.some((role) => seller.roles.has(role))) throw accessDenied();
}
