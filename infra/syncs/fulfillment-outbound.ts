import { Construct } from 'constructs';
import type { FulfillmentOutboundEnvironment } from '../../functions/fulfillment-outbound/environment.ts';
import { SyncFunctions } from '../constructs/sync-functions.ts';
import type { OwnVariables } from './own-variables.ts';
import type { SyncProps } from './sync-props.ts';

/** Sends the orders of other channels to Amazon's warehouses, and follows them. Every five minutes. */
export class FulfillmentOutboundSync extends Construct {
  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { buyers, 'fulfillment-outbound': outbound } = props.data.tables;
    const environment: OwnVariables<FulfillmentOutboundEnvironment> = {
      FULFILLMENT_OUTBOUND_TABLE: outbound.table.tableName,
    };
    const { roles } = new SyncFunctions(this, 'Functions', { ...props, sync: 'fulfillment-outbound', environment });
    for (const role of roles) {
      outbound.allow(role, 'BatchGetItem', 'UpdateItem', 'DeleteItem', 'Query');
      outbound.allowIndex(role);
      buyers.allow(role, 'BatchGetItem');
    }
  }
}
