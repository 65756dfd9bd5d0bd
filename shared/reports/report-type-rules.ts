/** What Amazon's rules for a report type are, as far as they decide when and how it may be asked for. */
export interface ReportTypeRules {
  /** Asking again sooner, by whatever application of the seller, ends CANCELLED or FATAL. 0: no such limit is known. */
  readonly coolDownMs: number;
  /** The longest window between dataStartTime and dataEndTime. */
  readonly maxWindowMs?: number;
  /** The shortest one. */
  readonly minWindowMs?: number;
  /** The report is about a time: its window is asked for. Else it shows the present. */
  readonly windowed: boolean;
  /** Without a window Amazon refuses, or takes now for both ends and finds nothing. */
  readonly windowNeeded?: true;
  /** `one`: of several marketplaces Amazon takes only the first. */
  readonly marketplaces: 'one' | 'many';
  /** The reportOptions that Amazon does not do without. */
  readonly neededOptions?: readonly string[];
  /** Why createReport cannot ask for it; the report comes about in another way. */
  readonly unrequestable?: string;
}
