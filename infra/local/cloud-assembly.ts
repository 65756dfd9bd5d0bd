import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Stack, Template } from './template.ts';

/** Reads every stack of a synthesized CDK app, those of nested assemblies (CDK stages) included. */
export function readCloudAssembly(directory: string): Stack[] {
  const { artifacts = {} } = Manifest.parse(readJson(join(directory, 'manifest.json')));
  const assets = new Map(Object.values(artifacts).flatMap((artifact) => readAssets(directory, artifact)));
  return Object.entries(artifacts).flatMap(([id, { type, properties }]) => {
    if (type === 'cdk:cloud-assembly') return readCloudAssembly(join(directory, properties?.directoryName ?? ''));
    if (type !== 'aws:cloudformation:stack') return [];
    const template = Template.parse(readJson(join(directory, properties?.templateFile ?? '')));
    return [{ name: properties?.stackName ?? id, template, assets }];
  });
}

const Artifact = z.object({
  type: z.string(),
  properties: z.optional(
    z.object({
      templateFile: z.optional(z.string()),
      stackName: z.optional(z.string()),
      file: z.optional(z.string()),
      directoryName: z.optional(z.string()),
    }),
  ),
});
const Manifest = z.object({ artifacts: z.optional(z.record(z.string(), Artifact)) });

const AssetManifest = z.object({
  files: z.optional(
    z.record(
      z.string(),
      z.object({
        source: z.object({ path: z.optional(z.string()) }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    ),
  ),
});

function readAssets(directory: string, artifact: z.infer<typeof Artifact>): [string, string][] {
  const file = artifact.type === 'cdk:asset-manifest' ? artifact.properties?.file : undefined;
  if (file === undefined) return [];
  const { files = {} } = AssetManifest.parse(readJson(join(directory, file)));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [
      objectKey,
      join(directory, source.path ?? ''),
    ]),
  );
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
