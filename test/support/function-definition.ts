import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../infra/local/local-resources.ts';

/** A Lambda function whose whole code is `source`, an ES module that exports `handler`. It lies in a directory of its own. */
export function functionDefinition(source: string, overrides: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const codeDirectory = mkdtempSync(join(tmpdir(), 'azi-function-'));
  writeFileSync(join(codeDirectory, 'index.mjs'), source);
  const name = overrides.name ?? 'work';
  return {
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    codeDirectory,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 5,
    memoryMb: 256,
    reservedConcurrency: undefined,
    asyncRetries: 0,
    asyncMaxAgeSeconds: 60,
    ...overrides,
  };
}
