import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions, type FunctionCode } from './constructs/function-code.ts';
import { DataStack } from './stacks/data-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { SyncStack } from './stacks/sync-stack.ts';
import { stageNamed } from './stage-named.ts';
import type { Stage } from './stages.ts';

export interface AziAppProps {
  /** A stage of `stages.ts`, by name, or one of the caller's making. @default - context `stage`, as in `cdk synth -c stage=dev` */
  readonly stage?: string | Stage;
  /** Where the templates go. @default - what the CDK command says */
  readonly outdir?: string;
  /** @default - every door is bundled */
  readonly code?: FunctionCode;
}

/**
 * The stacks of one stage, checked by cdk-nag and by CDK's own template validation: a finding fails the synth. Only
 * `local` is spared the seconds that this takes: its template never leaves the machine.
 */
export class AziApp extends App {
  readonly data: DataStack;
  readonly sync: SyncStack;
  readonly operations: OperationsStack;

  constructor({ stage: given, outdir, code: givenCode }: AziAppProps = {}) {
    super({ ...(outdir && { outdir }), context: CONTEXT, analyticsReporting: false });
    const stage = typeof given === 'object' ? given : stageNamed(given ?? this.node.tryGetContext('stage'));
    const code = givenCode ?? bundleFunctions(path.join(this.outdir, 'functions'));
    const checked = stage.name !== 'local';
    this.node.setContext('@aws-cdk/core:validateAgainstDefaultRules', checked);
    this.data = new DataStack(this, `azi-${stage.name}-data`, { stage });
    this.sync = new SyncStack(this, `azi-${stage.name}-sync`, { stage, code, data: this.data });
    this.operations = new OperationsStack(this, `azi-${stage.name}-operations`, { stage, code, data: this.data });
    if (checked) Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
  }
}

/** Here and not in cdk.json, so that the templates are the same whoever makes them. */
const CONTEXT = {
  // The data stack refuses to drop what the sync stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  // Names each function's bundle in the template, for `sam local`.
  'aws:cdk:enable-asset-metadata': true,
};
