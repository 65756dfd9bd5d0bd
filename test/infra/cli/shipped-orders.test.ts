import { expect, it } from 'vitest';
import { toShippedLines } from '../../../infra/cli/shipped-orders.ts';

it('tells of a few orders who carries them, under which number, and of more how many there are', () => {
  const shipped = [
    { orderId: 'SO-1', packages: [{ carrierCode: 'UPS', trackingNumber: '1Z1' }, { carrierCode: 'USPS' }] },
    ...['2', '3', '4', '5', '6', '7'].map((n) => ({ orderId: `SO-${n}`, packages: [{ trackingNumber: `TBA${n}` }] })),
  ];

  expect(toShippedLines(shipped, 'demo')).toEqual([
    'SO-1 by UPS, tracking 1Z1 and by USPS, without a tracking number yet',
    'SO-2 by a carrier, tracking TBA2',
    'SO-3 by a carrier, tracking TBA3',
    'SO-4 by a carrier, tracking TBA4',
    'SO-5 by a carrier, tracking TBA5',
    '2 more; azi outbound list --shop demo shows them all',
  ]);
});
