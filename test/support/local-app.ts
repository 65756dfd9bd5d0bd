import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LocalStackOptions } from '../../infra/local/local-stack.ts';

/** A state directory and a local stack's options for the small CDK app of test/fixtures/local-app. */
export function localApp(overrides: Partial<LocalStackOptions> = {}) {
  process.env.XDG_CONFIG_HOME = CONFIG; // The key of tests is not the developer's.
  const stateDir = mkdtempSync(join(tmpdir(), 'azi-state-'));
  const options: LocalStackOptions = {
    root: LOCAL_APP,
    stateDir,
    command: 'azi test',
    mode: 'functions',
    fireSchedules: false,
    speed: 60,
    spApiEndpoint: 'http://127.0.0.1:1',
    lwaEndpoint: '',
    ...overrides,
  };
  return { stateDir, options, remove: () => rmSync(stateDir, { recursive: true, force: true }) };
}

const CONFIG = join(tmpdir(), 'azi-test-config');
const LOCAL_APP = resolve(import.meta.dirname, '../fixtures/local-app');
