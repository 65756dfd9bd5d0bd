#!/usr/bin/env node
// Starts the command on Node 24: in this process when it is one, else on the `node` that `npm ci` installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const OLDEST_NODE = 24;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const launcher = fileURLToPath(import.meta.url);
const installed = fileURLToPath(
  new URL(`../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
);

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  // Half of what a short command takes is compiling; the next one need not.
  module.enableCompileCache();
  // Garbage is collected early: stores, simulated Amazon and functions share one process.
  setFlagsFromString('--heap-growing-percent=40');
  await import('./azi.ts');
} else if (existsSync(installed)) {
  startOn(installed);
} else {
  console.error(
    `azi needs Node ${OLDEST_NODE}. Run "npm ci" in this project: it brings its own, whatever the machine has.`,
  );
  process.exitCode = 1;
}

/** @param {string} node */
function startOn(node) {
  // Through the channel the command notices when this process is killed, and does not outlive it.
  const child = spawn(node, ['--max-semi-space-size=8', launcher, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, AZI_LAUNCHER: String(process.pid) },
  });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);
  child.on('error', (error) => {
    console.error(`azi could not be started on ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
    if (child.connected) child.disconnect();
  });
}
