import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AssetHashType } from 'aws-cdk-lib/core';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/** The doors that are deployed: files under `functions/` that export `handler`. */
export const DOORS = [
  'orders/start',
  'orders/step',
  'returns/start',
  'returns/step',
  'items/start',
  'items/step',
  'fulfillment-outbound/start',
  'fulfillment-outbound/step',
  'downstream/deliver',
  'operations/drain',
  'operations/watch',
  'operations/expire-buyers',
] as const;
export type Door = (typeof DOORS)[number];

/** Where the stacks get a door's code from: bundled for a deployment, a line of text in tests of the templates. */
export type FunctionCode = (door: Door) => Code;

/** Bundles every door in one call of esbuild into `<directory>/<door>/index.mjs`. About a second for all. */
export function bundleFunctions(directory: string): FunctionCode {
  buildSync({ ...bundling, outdir: directory });
  return (door) =>
    Code.fromAsset(path.join(directory, door), {
      assetHashType: AssetHashType.CUSTOM,
      assetHash: hashOf(path.join(directory, door, 'index.mjs')),
    });
}

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** CommonJS packages inside an ES module call `require`, which ES modules do not have. */
const requireForCommonJs = `import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);`;

/** How doors are bundled: esbuild's options, all but where to. */
export const bundling = {
  absWorkingDir: projectRoot,
  entryPoints: DOORS.map((door) => ({ in: `functions/${door}.ts`, out: `${door}/index` })),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // ES modules where a package has them: a third smaller, for what is not used stays out.
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: requireForCommonJs },
  logLevel: 'warning',
} satisfies BuildOptions;

/** By the code alone: the source map names paths of the machine that made it. */
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
