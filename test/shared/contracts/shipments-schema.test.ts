import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Fulfillment } from '../../../shared/fulfillment-outbound/fulfillment.ts';
import { SHIPPING_SPEEDS } from '../../../shared/fulfillment-outbound/outbound-request.ts';

const Properties = z.object({
  properties: z.record(z.string(), z.looseObject({ enum: z.optional(z.array(z.string())) })),
});
const Document = z.object({ $defs: z.object({ Order: Properties, Shipment: Properties, Package: Properties }) });

const file = new URL('../../../shared/contracts/schemas/shipments.schema.json', import.meta.url);
const { $defs } = Document.parse(JSON.parse(readFileSync(file, 'utf8')));
const named = ({ properties }: z.infer<typeof Properties>) => Object.keys(properties).sort();

describe('the published schema of shipments', () => {
  it('has every field that is kept of what Amazon tells', () => {
    const shipment = Fulfillment.shape.shipments.def.element;
    expect(named($defs.Order)).toEqual(expect.arrayContaining(Object.keys(Fulfillment.shape)));
    expect(named($defs.Shipment)).toEqual(Object.keys(shipment.shape).sort());
    expect(named($defs.Package)).toEqual(Object.keys(shipment.shape.packages.def.element.shape).sort());
  });

  it('spells the shipping speeds as we do, and is open for fields that Amazon adds', () => {
    expect($defs.Order.properties.shippingSpeed?.enum).toEqual([...SHIPPING_SPEEDS]);
    expect(readFileSync(file, 'utf8')).not.toContain('additionalProperties');
  });
});
