import type { Kind } from '../shared/contracts/syncs.ts';
import type { Region } from '../shared/shops/shop.ts';

/** What a stage may differ in, and nothing else does. */
export interface Stage {
  readonly name: string;
  /** Who takes batches from a queue: `webhook` is our `deliver`, `own` a consumer of the user's. */
  readonly consumers: Readonly<Record<Kind, 'webhook' | 'own'>>;
  /** Records in a batch, 1 to 50. */
  readonly batchSize: number;
  /** SP-API regions whose shops may be kept in this stage's AWS region. */
  readonly regions: readonly Region[];
  /** Tables refuse to be deleted. They outlive their stack in every stage. */
  readonly deletionProtection: boolean;
  /** Days that functions' logs are kept. */
  readonly logRetentionDays: 7 | 30 | 90 | 365;
  /** Who is told of alarms. @default - nobody; subscribe to the stage's topic */
  readonly alarmEmail?: string;
}

const everyQueueBy = (consumer: 'webhook' | 'own') =>
  ({
    orders: consumer,
    returns: consumer,
    products: consumer,
    shipments: consumer,
    'inbound-shipments': consumer,
  }) as const;

const common = {
  consumers: everyQueueBy('webhook'),
  batchSize: 50,
  regions: ['na', 'eu', 'fe'],
  deletionProtection: false,
} as const;

export const STAGES = {
  /** This machine: `npm start`. */
  local: { ...common, name: 'local', logRetentionDays: 7 },
  dev: { ...common, name: 'dev', logRetentionDays: 7 },
  staging: { ...common, name: 'staging', logRetentionDays: 30 },
  prod: { ...common, name: 'prod', logRetentionDays: 90, deletionProtection: true },
} as const satisfies Record<string, Stage>;
export type StageName = keyof typeof STAGES;
