/**
 * The folders of the `documents` bucket and how many days a document lives there. Everything in the bucket is
 * under the buyers' key. What stands in no folder named here lives `OTHER_DOCUMENTS_DAYS`.
 */
export const DOCUMENT_FOLDERS = {
  /** What did not parse, as Amazon sent it: may hold buyers' data. */
  quarantine: { prefix: 'quarantine/', days: 30 },
  /** Documents of restricted report types, as Amazon sent them: buyers' names and addresses in every row. */
  restrictedReports: { prefix: 'restricted-reports/', days: 30 },
  /** Report documents, as Amazon made them. */
  reports: { prefix: 'reports/', days: 90 },
} as const satisfies Record<string, { prefix: `${string}/`; days: number }>;

export const OTHER_DOCUMENTS_DAYS = 90;
