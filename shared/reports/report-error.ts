import type { Curable } from '../runtime/curable.ts';

/** Amazon could not make the report. Its own explanation, where it gave one, is in the message. */
export class ReportFatalError extends Error implements Curable {
  override readonly name = 'ReportFatalError';
  readonly cure = 'Read Amazon’s words in the message; if they name nothing to mend, the next run asks again.';

  constructor(reportType: string, reportId: string, explanation: string | undefined) {
    super(
      `Report ${reportId} (${reportType}) ended FATAL${explanation ? `: ${explanation}` : ', without an explanation'}.`,
    );
  }
}

/** Amazon has been at work on a report for half a day. */
export class ReportOverdueError extends Error implements Curable {
  override readonly name = 'ReportOverdueError';
  readonly cure =
    'The next run asks for the report anew. If it happens again, open a case with Amazon and name the report id.';

  constructor(reportType: string, reportId: string) {
    super(`Report ${reportId} (${reportType}) was not finished within twelve hours.`);
  }
}

/** Amazon says that a report is made, or took the order for it, and answers 404 where it or its document should be. */
export class ReportLostError extends Error implements Curable {
  override readonly name = 'ReportLostError';
  readonly cure =
    'The next run asks for another report. If it happens again, open a case with Amazon and name the report id.';

  constructor(reportType: string, reportId: string) {
    super(`Amazon has lost report ${reportId} (${reportType}), or the document of it: it answers 404.`);
  }
}
