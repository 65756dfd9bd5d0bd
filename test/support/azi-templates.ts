import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod/mini';
import { AziApp } from '../../infra/azi-app.ts';
import type { Stage } from '../../infra/stages.ts';

/** A resource as it stands in a template; its properties are looked at and never trusted. */
const Resource = z.object({
  Type: z.string(),
  Properties: z.any(),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
});
export type Resource = z.infer<typeof Resource>;

/**
 * An app whose functions have a line of code each: bundling takes long and is of no interest to templates. Whoever
 * makes one removes its `outdir`.
 */
export const unbundledApp = (stage: string | Stage) =>
  new AziApp({
    stage,
    outdir: mkdtempSync(path.join(tmpdir(), 'azi-templates-')),
    code: () => Code.fromInline('export const handler = async () => {};'),
  });

/** The three templates of a stage, checked as in a deployment. */
export function aziTemplates(stage: string | Stage) {
  const app = unbundledApp(stage);
  try {
    return {
      data: Template.fromStack(app.data),
      sync: Template.fromStack(app.sync),
      operations: Template.fromStack(app.operations),
    };
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}

const Resources = z.record(z.string(), Resource);

/** The template's resources of a type, or all, by logical id. */
export function resourcesOf(template: Template, type?: string): Record<string, Resource> {
  return Resources.parse(type ? template.findResources(type) : template.toJSON().Resources);
}
