import { rulesOf } from './report-types.ts';
import type { WantedReport } from './wanted-report.ts';

const COOL_DOWN_MARGIN_MS = 60_000;

/** From one asking to the next: the type's cool-down, and a minute because Amazon counts from when it heard us. */
export function pauseAfterAsking({ reportType }: WantedReport, { speed }: { speed: number }): number {
  const { coolDownMs } = rulesOf(reportType);
  return coolDownMs === 0 ? 0 : (coolDownMs + COOL_DOWN_MARGIN_MS) / speed;
}
