/** What is known of an XML report. */
export interface XmlReport {
  /** The outermost element; a document with another one and without records is not this report. */
  readonly root: string;
  /** The element of one record. */
  readonly record: string;
  /** Elements in it that may repeat. */
  readonly lists: readonly string[];
  /** A record in which one of these is missing or empty is a misfit. */
  readonly key: readonly string[];
}

/**
 * `AmazonEnvelope > Message > return_details*`, in each `item_details*` and one `label_details`: as public projects
 * show and read it; Amazon documents the fields, not the nesting.
 */
const XML_REPORTS: Readonly<Record<string, XmlReport>> = {
  GET_XML_RETURNS_DATA_BY_RETURN_DATE: {
    root: 'AmazonEnvelope',
    record: 'return_details',
    lists: ['item_details'],
    key: ['order_id'],
  },
};

/** Undefined: not an XML report that we can read record by record. */
export const xmlReportOf = (reportType: string): XmlReport | undefined => XML_REPORTS[reportType];
