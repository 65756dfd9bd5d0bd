import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OnLocalEvent } from './local-event.ts';
import { sourceFingerprint } from './source-fingerprint.ts';

/** Thrown when the CDK app does not synthesize; its own words are in the message. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * The directory of the synthesized CDK app for stage `local`. It is kept under `node_modules/.cache` by what it is made
 * of, so only a change of the sources costs a synthesis. Safe in several processes at once.
 */
export async function synthesize({ root, onEvent }: { root: string; onEvent: OnLocalEvent }): Promise<string> {
  const cache = join(root, 'node_modules', '.cache', 'azintegration');
  const directory = join(cache, `${PREFIX}${sourceFingerprint(root)}`);
  if (!existsSync(join(directory, 'manifest.json'))) {
    onEvent({ type: 'synthesizing' });
    makeCache(cache);
    await synthesizeInto(directory, { root, cache });
    removeOld(cache, { keep: directory });
  } else {
    touch(directory);
  }
  return directory;
}

const PREFIX = 'synth-';
const DRAFT_PREFIX = 'draft-';

async function synthesizeInto(directory: string, { root, cache }: { root: string; cache: string }): Promise<void> {
  const draft = mkdtempSync(join(cache, DRAFT_PREFIX));
  try {
    await runApp({ root, outdir: draft });
    moveUnlessThere(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runApp({ root, outdir }: { root: string; outdir: string }): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'infra', 'app.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise: exited, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code === 0 && existsSync(join(outdir, 'manifest.json'))) return;
  const said = `${output}\n${errors}`.trim().slice(-MOST_SAID);
  throw new SynthesisError(
    `The CDK app (infra/app.ts) does not synthesize for stage local, so there is no template to run:\n${said}`,
  );
}

const MOST_SAID = 6_000;

/** Another process may have made the same meanwhile: either is good. */
function moveUnlessThere(draft: string, directory: string): void {
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (!existsSync(join(directory, 'manifest.json'))) throw error;
  }
}

function makeCache(cache: string): void {
  try {
    mkdirSync(cache, { recursive: true });
  } catch (error) {
    throw new SynthesisError(
      `The templates cannot be kept in ${cache}: you may not write there. Run npm ci as yourself.`,
      {
        cause: error,
      },
    );
  }
}

/** The newest stay, and what was used in the last day: a stack that still runs loads its functions from there. */
function removeOld(cache: string, { keep }: { keep: string }): void {
  const dayAgo = Date.now() - 86_400_000;
  const entries = readdirSync(cache).map((name) => join(cache, name));
  const byAge = entries
    .filter((path) => path.includes(PREFIX) && path !== keep)
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedAt - a.usedAt);
  const drafts = entries
    .filter((path) => path.includes(DRAFT_PREFIX))
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { path, usedAt } of [...byAge.slice(KEPT), ...drafts]) {
    if (usedAt < dayAgo) rmSync(path, { recursive: true, force: true });
  }
}

const KEPT = 3;

function touch(directory: string): void {
  try {
    utimesSync(directory, new Date(), new Date());
  } catch {
    // Not ours to touch, e.g. installed by another user: it may only be removed earlier.
  }
}
