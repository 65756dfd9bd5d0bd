import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { callAmazon } from '../../../../support/call-amazon.ts';
import { restrictedTokenFor } from '../../../../support/restricted-tokens.ts';
import { startTestAmazon } from '../../../../support/test-amazon.ts';

interface Answer {
  payload: {
    ShipToAddress: { Name: string };
    Label: { FileContents: { Contents: string; Checksum: string } };
  };
}

it('shows where shipments go, several by one token with the generic path', async () => {
  await using given = await startTestAmazon();
  given.account.usagePlans.set('getShipment', { rate: 1, burst: 5 });
  const orders = [given.account.placeOrder(), given.account.placeOrder()];
  const token = await restrictedTokenFor(given, 'GET /mfn/v0/shipments/{shipmentId}');

  for (const { orderId, recipient } of orders) {
    const { ShipmentId } = given.account.shipments.buyShipment(orderId);
    const { status, body } = await callAmazon<Answer>(given, `GET /mfn/v0/shipments/${ShipmentId}`, { token });
    expect(status).toBe(200);
    expect(body.payload.ShipToAddress.Name).toBe(recipient?.deliveryAddress?.name);
    const { Contents, Checksum } = body.payload.Label.FileContents;
    const label = gunzipSync(Buffer.from(Contents, 'base64'));
    expect(createHash('md5').update(label).digest('base64')).toBe(Checksum);
  }
});

it('is denied without a token, with one for another shipment or another act, and where there is no such shipment', async () => {
  await using given = await startTestAmazon();
  given.account.usagePlans.set('getShipment', { rate: 1, burst: 5 });
  const { ShipmentId } = given.account.shipments.buyShipment(given.account.placeOrder().orderId);
  const other = await restrictedTokenFor(given, 'GET /mfn/v0/shipments/FBA1234ABC5D');
  const cancelling = await restrictedTokenFor(given, `DELETE /mfn/v0/shipments/${ShipmentId}`);
  const read = async (shipmentId: string, token?: string) =>
    (await callAmazon(given, `GET /mfn/v0/shipments/${shipmentId}`, token ? { token } : {})).status;

  expect(await read(ShipmentId)).toBe(403);
  expect(await read(ShipmentId, other)).toBe(403);
  expect(await read(ShipmentId, cancelling)).toBe(403);
  expect(await read('FBA1234ABC5D', other)).toBe(404);
});

it('needs an order with an address for a label', async () => {
  await using given = await startTestAmazon();
  const { orderId } = given.account.placeOrder({ status: 'PENDING' });

  expect(() => given.account.shipments.buyShipment(orderId)).toThrow('no address');
});
