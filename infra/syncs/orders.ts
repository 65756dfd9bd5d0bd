import { Construct } from 'constructs';
import type { OrdersEnvironment } from '../../functions/orders/environment.ts';
import { SyncFunctions } from '../constructs/sync-functions.ts';
import type { OwnVariables } from './own-variables.ts';
import type { SyncProps } from './sync-props.ts';

/** The orders sync. Every ten minutes unless the shop's schedule says otherwise; most runs are one call of `start`. */
export class OrdersSync extends Construct {
  readonly functions: SyncFunctions<OwnVariables<OrdersEnvironment>>;

  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { orders } = props.data.tables;
    const environment: OwnVariables<OrdersEnvironment> = { ORDERS_TABLE: orders.table.tableName };
    this.functions = new SyncFunctions(this, 'Functions', { ...props, sync: 'orders', environment });
    for (const role of this.functions.roles) {
      orders.allow(role, 'BatchGetItem', 'UpdateItem');
      orders.allowIndex(role);
    }
  }
}
