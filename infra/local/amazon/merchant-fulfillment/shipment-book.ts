import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { OrderBook } from '../orders/order-book.ts';
import { seededRandom } from '../seeded-random.ts';

/** A shipment as Merchant Fulfillment v0 shows it; only its id is looked at. */
export interface MerchantShipment {
  readonly ShipmentId: string;
  readonly AmazonOrderId: string;
}

/** Labels that a merchant has bought from Amazon, with where they go. */
export class ShipmentBook {
  private readonly shipments = new Map<string, MerchantShipment>();
  private readonly means: { seed: string; now: () => Date; orders: Pick<OrderBook, 'findOrder'> };

  constructor(means: { seed: string; now: () => Date; orders: Pick<OrderBook, 'findOrder'> }) {
    this.means = means;
  }

  findShipment = (shipmentId: string): MerchantShipment | undefined => this.shipments.get(shipmentId);

  /** Buys a label for an order of the account, as the merchant would in Seller Central. */
  buyShipment = (orderId: string): MerchantShipment => {
    const order = this.means.orders.findOrder(orderId);
    const address = order?.recipient?.deliveryAddress;
    if (!order || !address) throw new Error(`Order ${orderId} has no address that a label could be bought for.`);
    const random = seededRandom(`${this.means.seed}/shipment/${orderId}/${this.shipments.size}`);
    const createdDate = this.means.now().toISOString();
    const charge = { CurrencyCode: 'USD', Amount: 7.58 };
    const shipment = {
      ShipmentId: toUuid(`${this.means.seed} ${orderId} ${this.shipments.size}`),
      AmazonOrderId: orderId,
      ItemList: order.orderItems.map(({ orderItemId, quantityOrdered }) => ({
        OrderItemId: orderItemId,
        Quantity: quantityOrdered,
      })),
      ShipFromAddress: SHIP_FROM,
      ShipToAddress: {
        Name: address.name?.slice(0, 30),
        AddressLine1: address.addressLine1,
        AddressLine2: address.addressLine2,
        City: address.city?.slice(0, 30),
        StateOrProvinceCode: address.stateOrRegion?.slice(0, 30),
        PostalCode: address.postalCode,
        CountryCode: address.countryCode,
        Phone: address.phone,
        Email: order.buyer?.buyerEmail ?? '',
      },
      PackageDimensions: { Length: 12, Width: 9, Height: 4, Unit: 'inches' },
      Weight: { Value: 21, Unit: 'oz' },
      Insurance: { CurrencyCode: 'USD', Amount: 0 },
      ShippingService: {
        ShippingServiceName: 'UPS Ground',
        CarrierName: 'UPS',
        ShippingServiceId: 'UPS_PTP_GND',
        ShippingServiceOfferId: random.digits(20),
        ShipDate: createdDate,
        Rate: charge,
        RateWithAdjustments: charge,
        ShippingServiceOptions: { DeliveryExperience: 'NoTracking', CarrierWillPickUp: false },
        RequiresAdditionalSellerInputs: false,
      },
      Label: inventLabel(orderId),
      Status: 'Purchased',
      TrackingId: `1Z${random.digits(16)}`,
      CreatedDate: createdDate,
      LastUpdatedDate: createdDate,
    };
    this.shipments.set(shipment.ShipmentId, shipment);
    return shipment;
  };
}

const SHIP_FROM = {
  Name: 'Simulated Goods',
  AddressLine1: '1 Warehouse Way',
  City: 'Reno',
  StateOrProvinceCode: 'NV',
  PostalCode: '89502',
  CountryCode: 'US',
  Phone: '775-555-0100',
  Email: 'dock@example.com',
};

function inventLabel(orderId: string): object {
  const document = Buffer.from(`%PDF-1.4\n% A label for ${orderId}, simulated.\n%%EOF\n`);
  return {
    Dimensions: { Length: 11, Width: 8.5, Unit: 'inches' },
    FileContents: {
      Contents: gzipSync(document).toString('base64'),
      FileType: 'application/pdf',
      Checksum: createHash('md5').update(document).digest('base64'),
    },
    LabelFormat: 'PDF',
  };
}

function toUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
