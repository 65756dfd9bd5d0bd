import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startDynamo } from './dynamo.ts';
import { startDynoxide } from './dynoxide.ts';

/** Where the static binary of dynoxide lies; undefined where the platform has none. */
function dynoxideBinary(): string | undefined {
  try {
    const binary = join(
      dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')),
      'dynoxide',
    );
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

const binary = dynoxideBinary();

/** The stores' promises hold on every DynamoDB that is at hand: dynalite always, dynoxide where it is installed. */
export const storeTargets = [
  { name: 'dynalite', start: startDynamo },
  ...(binary === undefined ? [] : [{ name: 'dynoxide', start: () => startDynoxide(binary) }]),
];
