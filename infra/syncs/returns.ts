import { Construct } from 'constructs';
import type { ReturnsEnvironment } from '../../functions/returns/environment.ts';
import { SyncFunctions } from '../constructs/sync-functions.ts';
import { allowReports } from './allow-reports.ts';
import type { OwnVariables } from './own-variables.ts';
import type { SyncProps } from './sync-props.ts';

/** Customer returns, FBA and merchant, by report. Every six hours; Amazon's making of a report is waited for in the state machine. */
export class ReturnsSync extends Construct {
  constructor(scope: Construct, id: string, props: SyncProps) {
    super(scope, id);
    const { returns, reports } = props.data.tables;
    const environment: OwnVariables<ReturnsEnvironment> = {
      RETURNS_TABLE: returns.table.tableName,
      REPORTS_TABLE: reports.table.tableName,
    };
    const { roles } = new SyncFunctions(this, 'Functions', { ...props, sync: 'returns', environment });
    for (const role of roles) {
      returns.allow(role, 'BatchGetItem', 'UpdateItem');
      returns.allowIndex(role);
      allowReports(role, props.data);
    }
  }
}
