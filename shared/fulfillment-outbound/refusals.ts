import type { SpApiRejectedError } from '../sp-api/sp-api-error.ts';
import type { OutboundError } from './outbound-state.ts';

/** Fields that Amazon may name in a refusal; its words themselves may hold the address, and are not kept. */
const NAMED_FIELDS = [
  'SKU',
  'sellerSku',
  'amazonSku',
  'quantity',
  'units',
  'line items',
  'service tier',
  'serviceTier',
  'shippingSpeedCategory',
  'origin country',
  'name',
  'addressLine1',
  'addressLine2',
  'city',
  'stateOrRegion',
  'postalCode',
  'countryCode',
  'phone',
  'email',
  'paymentInformation',
  'perUnitDeclaredValue',
  'orderId',
  'already exists',
]; // prettier-ignore

/** Amazon's refusal as the row keeps it: code, request id, and which fields it names. */
export function describeRefusal(error: SpApiRejectedError): OutboundError {
  const named = NAMED_FIELDS.filter((field) => error.mentions(field));
  const about = named.length > 0 ? ` Amazon names: ${named.join(', ')}.` : '';
  return { name: error.name, message: `${error.message}.${about}` };
}

/** Amazon has an order of this id, whether or not it shows it. */
export const saysItExists = (error: SpApiRejectedError) => error.mentions('already exists');

/** Not about the order: the role, the authorisation or the token. */
export const isAboutTheGrant = ({ facts }: SpApiRejectedError) => facts.status === 401 || facts.status === 403;
