import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BuyersSweep } from '../constructs/buyers-sweep.ts';
import { Delivery } from '../constructs/delivery.ts';
import type { FunctionCode } from '../constructs/function-code.ts';
import { syncParameters } from '../constructs/sync-parameters.ts';
import type { Stage } from '../stages.ts';
import { FulfillmentOutboundSync } from '../syncs/fulfillment-outbound.ts';
import { ItemsSync } from '../syncs/items.ts';
import { OrdersSync } from '../syncs/orders.ts';
import { ReturnsSync } from '../syncs/returns.ts';
import type { DataStack } from './data-stack.ts';

/** What runs: one construct per sync, and the delivery behind them. It holds nothing and may be replaced at any time. */
export class SyncStack extends Stack {
  readonly orders: OrdersSync;

  constructor(
    scope: Construct,
    id: string,
    { stage, code, data }: { stage: Stage; code: FunctionCode; data: DataStack },
  ) {
    super(scope, id, { description: `AzIntegration ${stage.name}: syncs and delivery` });
    const props = { stage, code, data, parameters: syncParameters(this) };
    this.orders = new OrdersSync(this, 'Orders', props);
    new ReturnsSync(this, 'Returns', props);
    new ItemsSync(this, 'Items', props);
    new FulfillmentOutboundSync(this, 'FulfillmentOutbound', props);
    new Delivery(this, 'Delivery', props);
    new BuyersSweep(this, 'BuyersSweep', props);
  }
}
