/** How FBA Inventory behaves. */
export class InventorySwitches {
  /** Summaries on a page; a caller cannot choose. */
  pageSize = 50;

  /** How long a page token lives. Amazon: 30 seconds. */
  tokenLifetimeMs = 30_000;

  /** Answers 200 with `errors` beside a payload of nothing, as older APIs may. */
  errorsBesidePayload = false;
}
