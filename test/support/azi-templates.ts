import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AziApp } from '../../infra/azi-app.ts';
import type { Stage } from '../../infra/stages.ts';

/** A resource as it stands in a template. */
export interface Resource {
  readonly Type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- CloudFormation's shapes, looked at and never trusted
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export type Resources = Readonly<Record<string, Resource>>;

/** An app whose functions have a line of code each: bundling takes long and is of no interest to templates. */
export const unbundledApp = (stage: string | Stage) =>
  new AziApp({
    stage,
    outdir: mkdtempSync(path.join(tmpdir(), 'azi-templates-')),
    code: () => Code.fromInline('export const handler = async () => {};'),
  });

/** The three templates of a stage, checked as in a deployment. */
export function aziTemplates(stage: string | Stage) {
  const app = unbundledApp(stage);
  return {
    data: Template.fromStack(app.data),
    sync: Template.fromStack(app.sync),
    operations: Template.fromStack(app.operations),
  };
}

export const resourcesOf = (template: Template, type: string): Resources => template.findResources(type) as Resources;
