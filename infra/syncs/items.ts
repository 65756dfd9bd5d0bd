import { Construct } from 'constructs';
import type { ItemsEnvironment } from '../../functions/items/environment.ts';
import { SyncFunctions } from '../constructs/sync-functions.ts';
import { allowReports } from './allow-reports.ts';
import type { OwnVariables } from './own-variables.ts';
import type { SyncProps } from './sync-props.ts';

/** Listings by report, and their FBA stock. Every six hours; Amazon's making of a report is waited for in the state machine. */
export class ItemsSync extends Construct {
  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { items, reports } = props.data.tables;
    const environment: OwnVariables<ItemsEnvironment> = {
      ITEMS_TABLE: items.table.tableName,
      REPORTS_TABLE: reports.table.tableName,
    };
    const { roles } = new SyncFunctions(this, 'Functions', { ...props, sync: 'items', environment });
    for (const role of roles) {
      items.allow(role, 'BatchGetItem', 'UpdateItem', 'Query');
      items.allowIndex(role);
      allowReports(role, props.data);
    }
  }
}
