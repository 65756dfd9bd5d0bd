import type { Money, Order } from '@sp-api-sdk/orders-api-2026-01-01';

/** Who has bought, as Orders v0 shows it. */
export function viewBuyerInfo({ buyer, tax }: Order): object {
  const registration = tax?.taxRegistrations?.[0];
  return {
    BuyerEmail: buyer?.buyerEmail,
    BuyerName: buyer?.buyerName,
    PurchaseOrderNumber: buyer?.buyerPurchaseOrderNumber,
    ...(registration && {
      BuyerTaxInfo: {
        CompanyLegalName: buyer?.buyerCompanyName,
        TaxClassifications: [{ Name: 'VATNumber', Value: registration.taxRegistrationNumber }],
      },
    }),
  };
}

/** What goes on an invoice to a company. */
export function viewTaxInformation({ buyer, tax }: Order): object | undefined {
  const registration = tax?.taxRegistrations?.[0];
  return (
    registration && {
      BuyerLegalCompanyName: buyer?.buyerCompanyName,
      BuyerTaxRegistrationId: registration.taxRegistrationNumber,
    }
  );
}

/** Where it goes; for orders that are to be sent, or were. */
export function viewAddress({ recipient, fulfillment }: Order): object | undefined {
  const address = recipient?.deliveryAddress;
  const isSent = ['UNSHIPPED', 'PARTIALLY_SHIPPED', 'SHIPPED'].includes(fulfillment?.fulfillmentStatus ?? '');
  if (!address || !isSent) return undefined;
  return {
    Name: address.name,
    AddressLine1: address.addressLine1,
    AddressLine2: address.addressLine2,
    City: address.city,
    StateOrRegion: address.stateOrRegion,
    PostalCode: address.postalCode,
    CountryCode: address.countryCode,
    ...(fulfillment?.fulfilledBy === 'MERCHANT' && { Phone: address.phone }),
    AddressType: address.addressType === 'COMMERCIAL' ? 'Commercial' : 'Residential',
  };
}

export const toMoneyV0 = ({ currencyCode, amount }: Money) => ({ CurrencyCode: currencyCode, Amount: amount });
