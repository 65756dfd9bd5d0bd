/** What came of doing something about one order. */
export interface Acted {
  /** Versions that downstream is to be told. */
  readonly told: number;
  /** Our row of it is new. */
  readonly pickedUp?: boolean | undefined;
  readonly notes: readonly string[];
  /** The order is between two states, and can go on at this moment (Unix ms). */
  readonly dueAt?: number | undefined;
  /** Amazon could not, or would not, deal with it now; the order is none the worse for it. */
  readonly trouble?: Error | undefined;
  /** A mistake of ours that the order has brought to light. */
  readonly unexpected?: Error | undefined;
}

export const NOTHING_DONE: Acted = { told: 0, notes: [] };
export const TOLD: Acted = { told: 1, notes: [] };

/** Two things done about one order, one after the other. */
export const both = (one: Acted, other: Acted): Acted => ({
  told: one.told + other.told,
  pickedUp: one.pickedUp || other.pickedUp,
  notes: [...one.notes, ...other.notes],
  dueAt: other.dueAt ?? one.dueAt,
  trouble: other.trouble ?? one.trouble,
});
