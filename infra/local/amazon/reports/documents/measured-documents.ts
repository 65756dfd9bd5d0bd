import { documentBytes, type DocumentForm, type DocumentMeasure, measure } from './document-bytes.ts';
import type { ReportContent } from './report-content.ts';

/** Measures of documents that were sent before, so that a large one is read once only to be measured. */
export class MeasuredDocuments {
  private readonly known = new WeakMap<ReportContent, Map<string, Promise<DocumentMeasure>>>();

  measure(content: ReportContent, form: DocumentForm): Promise<DocumentMeasure> {
    const forms = this.known.get(content) ?? new Map<string, Promise<DocumentMeasure>>();
    this.known.set(content, forms);
    const name = JSON.stringify(form);
    const measured = forms.get(name) ?? measure(documentBytes(content, form));
    forms.set(name, measured);
    return measured;
  }
}
