import { rmSync } from 'node:fs';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unbundledApp } from '../support/azi-templates.ts';

describe('the app of a stage', { timeout: 180_000 }, () => {
  it.each(['dev', 'staging', 'prod'])('passes cdk-nag and the strict template validation as %s', (stage) => {
    const app = appOf(stage);

    const assembly = app.synth();

    const stackNames = assembly.stacks.map(({ stackName }) => stackName);
    expect(new Set(stackNames)).toEqual(new Set(['data', 'operations', 'sync'].map((name) => `azi-${stage}-${name}`)));
  });

  it('fails when a function may do anything', () => {
    const app = appOf('dev');
    app.sync.orders.functions.start.role.addToPolicy(
      new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }),
    );

    expect(() => app.synth()).toThrow(/Validation failed|validation-report/);
  });

  it('fails when CloudFormation would refuse a template', () => {
    const app = appOf('dev');
    const start = app.sync.orders.functions.start.function.node.findChild('Resource');
    if (start instanceof CfnFunction) start.timeout = 100_000;

    expect(() => app.synth()).toThrow(/Validation failed|validation-report/);
  });
});

function appOf(stage: string) {
  const app = unbundledApp(stage);
  onTestFinished(() => rmSync(app.outdir, { recursive: true }));
  return app;
}
