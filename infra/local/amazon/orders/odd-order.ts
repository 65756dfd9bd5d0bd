import type { Faults, OddOrderKind } from '../faults.ts';

/** Puts the odd orders that are switched on for this page in the place of its first ones. */
export function makeOdd(orders: readonly object[], page: number, oddOrders: Faults['oddOrders']): (object | null)[] {
  const kinds = oddOrders.filter((odd) => odd.page === page).map(({ kind }) => kind);
  return orders.map((order, index) => {
    const kind = kinds[index];
    return kind ? ODD[kind](order) : order;
  });
}

const MIB = 1024 * 1024;

const ODD: Record<OddOrderKind, (order: object) => object | null> = {
  'without-order-id': (order) => ({ ...order, orderId: undefined }),
  'without-last-updated-time': (order) => ({ ...order, lastUpdatedTime: undefined }),
  'bad-time': (order) => ({ ...order, lastUpdatedTime: 'the day before yesterday' }),
  'wrong-types': (order) => ({ ...order, salesChannel: 'AMAZON', orderItems: { first: 1 } }),
  null: () => null,
  inexact: (order) => ({ ...order, orderItems: [{ orderItemId: '1', quantityOrdered: 1e17, product: {} }] }),
  huge: (order) => ({ ...order, orderItems: Array.from({ length: Math.ceil(MIB / 2000) }, hugeItem) }),
};

const hugeItem = (_: unknown, index: number) => ({
  orderItemId: String(10_000_000_000_000 + index),
  quantityOrdered: 1,
  product: { title: 'x'.repeat(2000) },
});
