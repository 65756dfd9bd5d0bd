import { QUEUE_OF, type Kind, type Sync } from './syncs.ts';
import type { TableName } from './tables.ts';

/**
 * The physical names of a stage's resources. They are fixed, so that the command finds a stage with nothing
 * but its name, and an EventBridge schedule outlives the redeployment of the function that it starts.
 */
export const resourceNames = (stage: string) => ({
  table: (table: TableName) => `azi-${stage}-${table}`,
  queue: (kind: Kind) => `azi-${stage}-${QUEUE_OF[kind]}.fifo`,
  deadLetterQueue: (kind: Kind) => `azi-${stage}-${QUEUE_OF[kind]}-dead-letters.fifo`,
  startFunction: (sync: Sync) => `azi-${stage}-${sync}-start`,
  stepFunction: (sync: Sync) => `azi-${stage}-${sync}-step`,
  stateMachine: (sync: Sync) => `azi-${stage}-${sync}`,
  /** Bucket names are the world's, so this one carries the account and region. */
  documentsBucket: ({ account, region }: { account: string; region: string }) =>
    `azi-${stage}-documents-${account}-${region}`,
  deliverFunction: `azi-${stage}-deliver`,
  drainFunction: `azi-${stage}-drain`,
  watchFunction: `azi-${stage}-watch`,
  expireBuyersFunction: `azi-${stage}-expire-buyers`,
  scheduleGroup: `azi-${stage}`,
  scheduleRole: `azi-${stage}-scheduler`,
  /** SSM SecureString: JSON `{ clientId, clientSecret }` of the stage's one LWA application. */
  applicationSecret: `/azi/${stage}/application`,
  /** SSM path of SecureStrings, one a shop: JSON `{ refreshToken, downstreamSecret? }` at `<path>/<shopId>`. */
  shopSecrets: `/azi/${stage}/shops`,
});
