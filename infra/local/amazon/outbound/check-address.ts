import { invalidInput } from '../gateway/api-error.ts';
import type { OutboundAddress } from './outbound-order.ts';

/** Throws 400 for an address that nothing can be sent to (spapi 9.1): a city everywhere but in Japan, a postal code as there. */
export function checkAddress(address: OutboundAddress): void {
  const { city, countryCode, postalCode } = address;
  if (!/^[A-Z]{2}$/.test(countryCode)) throw invalidAddress('countryCode');
  if (countryCode === 'JP' ? city !== undefined : !city?.trim()) throw invalidAddress('city');
  if (!address.name.trim()) throw invalidAddress('name');
  if (!address.addressLine1.trim()) throw invalidAddress('addressLine1');
  if (!(POSTAL_CODES[countryCode] ?? /\S/).test(postalCode)) throw invalidAddress('postalCode');
}

const invalidAddress = (field: string) => invalidInput(`The destination address is invalid: '${field}'.`);

const POSTAL_CODES: Readonly<Record<string, RegExp>> = {
  US: /^\d{5}(-\d{4})?$/,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
  MX: /^\d{5}$/,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  ES: /^\d{5}$/,
  IT: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  IN: /^\d{6}$/,
  JP: /^\d{3}-?\d{4}$/,
};
