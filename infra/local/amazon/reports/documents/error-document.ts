import type { ReportContent } from './report-content.ts';

/** The document of a FATAL report: why it is. */
export const errorDocument = (errorDetails: string): ReportContent => ({
  mediaType: 'text/plain',
  charset: 'utf-8',
  hasRows: () => true,
  lines: () => [JSON.stringify({ errorDetails })],
});
