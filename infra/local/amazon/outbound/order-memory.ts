import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../../private-file.ts';
import type { OutboundOrder } from './outbound-order.ts';
import { readOrder, writeOrder } from './remembered-order.ts';

/** Where the orders of an account outlive the process. */
export interface OrderMemory {
  /** All that were ever saved, in the order of their coming. */
  load(): OutboundOrder[];
  /** Has the order when it returns, however the process ends. */
  save(order: OutboundOrder): void;
}

/** A directory with a file for each order, which only its owner may read. It is made with the first. */
export function openOrderMemory(directory: string): OrderMemory {
  return {
    load: () =>
      filesOf(directory)
        .map((file) => readFile(join(directory, file)))
        .sort((one, other) => one.receivedAt - other.receivedAt),
    save(order) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writePrivateFile(join(directory, fileOf(order)), writeOrder(order));
    },
  };
}

/** A file of the simulated Amazon's memory is not as it wrote it. */
export class OrderMemoryError extends Error {
  override readonly name = 'OrderMemoryError';
  readonly cure = 'Remove the file, and that simulated order is forgotten; or name another directory with --state DIR.';
}

/** Some file systems do not tell `a` from `A`, and an id may hold anything. */
const fileOf = ({ request: { orderId } }: OutboundOrder) =>
  `${createHash('sha256').update(orderId).digest('hex').slice(0, 40)}${SUFFIX}`;

const SUFFIX = '.json';

/** A draft is what a killed process was writing when it died. */
function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory).filter((file) => file.endsWith(SUFFIX));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readFile(path: string): OutboundOrder {
  try {
    return readOrder(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new OrderMemoryError(`The simulated Amazon cannot read its order in ${path}.`, { cause });
  }
}
