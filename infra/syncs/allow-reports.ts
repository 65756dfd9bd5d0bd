import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { DataStack } from '../stacks/data-stack.ts';

/** Lets a sync's functions ask for reports through the ledger, and keep and read their documents. */
export function allowReports(role: IRole, { tables, documents }: DataStack): void {
  tables.reports.allow(role, 'GetItem', 'PutItem', 'UpdateItem', 'Query');
  documents.allowWrite(role, 'reports');
  documents.allowRead(role, 'reports');
}
