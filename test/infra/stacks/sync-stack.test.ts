import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DOORS } from '../../../infra/constructs/function-code.ts';
import { STAGES } from '../../../infra/stages.ts';
import { DOCUMENT_FOLDERS } from '../../../shared/contracts/documents.ts';
import { BUILT_SYNCS } from '../../../shared/contracts/syncs.ts';
import { aziTemplates, resourcesOf } from '../../support/azi-templates.ts';
import { environmentOf } from '../../support/function-environment.ts';

const { sync, operations } = aziTemplates('dev');
const functions = [sync, operations].flatMap((template) =>
  Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map((resource) => ({ template, ...resource })),
);
const functionOf = (door: string) => functions.find(({ Properties }) => doorOf(Properties) === door);
const doorOf = ({ Description }: { Description: string }) => Description.replace(/^functions\/|\.ts$/g, '');

describe('every function', { timeout: 30_000 }, () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it('is deployed', () => {
    expect(new Set(functions.map(({ Properties }) => doorOf(Properties)))).toEqual(new Set(DOORS));
  });

  it.each(DOORS)('starts with the environment that the stack gives it: %s', async (door) => {
    stubEnvironment(door);

    const { handler } = await importDoor(door);

    expect(handler).toBeTypeOf('function');
  });

  it.each(DOORS)('is given nothing that it could do without, and nothing secret: %s', async (door) => {
    const variables = Object.keys(functionOf(door)?.Properties.Environment.Variables ?? {});
    const ours = variables.filter((name) => !/^(POWERTOOLS|NODE)_/.test(name));

    for (const name of ours) {
      stubEnvironment(door);
      vi.stubEnv(name, undefined);
      vi.resetModules();
      await expect(importDoor(door), `${door} without ${name}`).rejects.toThrow(name);
    }
  });

  it('runs on Node 24 on arm64 and logs in JSON, for as long as the stage says', () => {
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
    const logs = [sync, operations].flatMap((template) => Object.values(resourcesOf(template, 'AWS::Logs::LogGroup')));
    expect(new Set(logs.map(({ Properties }) => Properties.RetentionInDays))).toEqual(
      new Set([STAGES.dev.logRetentionDays]),
    );
  });
});

describe('grants', () => {
  const statements = [sync, operations].flatMap((template) =>
    Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).flatMap(([id, { Properties }]) =>
      Properties.PolicyDocument.Statement.map((statement: Statement) => ({ id, ...statement })),
    ),
  );

  it('name every action', () => {
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('name every resource, except where AWS knows none', () => {
    const anything = statements.filter(({ Resource }) => [Resource].flat().includes('*'));

    const actions = new Set(anything.flatMap(({ Action }) => Action).map((action) => action.split(':')[0]));
    expect(actions).toEqual(new Set(['logs', 'xray']));
    expect(anything.every(({ id }) => id.includes('StateMachine'))).toBe(true);
  });

  it('reach below a name only for documents of one folder and the secrets of shops', () => {
    const below = statements
      .flatMap(({ Resource }) => [Resource].flat())
      .map((resource) => JSON.stringify(resource))
      .filter((resource) => resource.includes('*') && resource !== '"*"');

    const folders = Object.values(DOCUMENT_FOLDERS).map(({ prefix }) => `/${prefix}*"`);
    const reasoned = [...folders, ':parameter/azi/dev/shops/*"'];
    expect(below.filter((resource) => !reasoned.some((reason) => resource.includes(reason)))).toEqual([]);
  });

  it("let keys be used through one service only, and the buyers' key by none that has no business with buyers", () => {
    const keyUses = statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
    const usesBuyersKey = keyUses.filter(({ Resource }) => JSON.stringify(Resource).includes('BuyersKey'));

    expect(keyUses.every(({ Condition }) => Condition?.StringEquals?.['kms:ViaService'])).toBe(true);
    expect(holdersOf(usesBuyersKey)).toContain('DeliveryDeliver');
    expect(holdersOf(usesBuyersKey)).not.toContain('DeliveryDrain');
    expect(holdersOf(usesBuyersKey)).not.toContain('Watch');
  });

  it('show the credentials of the application to none that does not call Amazon or watch their age', () => {
    const readers = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('/azi/dev/application'));

    expect(holdersOf(readers)).toContain('Watch');
    for (const other of ['DeliveryDeliver', 'DeliveryDrain', 'BuyersSweepExpireBuyers']) {
      expect(holdersOf(readers)).not.toContain(other);
    }
  });
});

describe.each(BUILT_SYNCS)('%s', (name) => {
  it.each(['start', 'step'])('is not called again by Lambda when %s fails: the next firing resumes', (part) => {
    const all = Object.entries(resourcesOf(sync, 'AWS::Lambda::Function'));
    const [id] = all.find(([, { Properties }]) => Properties.FunctionName === `azi-dev-${name}-${part}`) ?? [];
    const configs = Object.values(resourcesOf(sync, 'AWS::Lambda::EventInvokeConfig'));

    const own = configs.filter(({ Properties }) => Properties.FunctionName.Ref === id);
    expect(own.map(({ Properties }) => Properties.MaximumRetryAttempts)).toEqual([0]);
  });
});

describe('delivery', () => {
  it('takes one batch at a time from each queue and gives back the one that failed', () => {
    const mappings = Object.values(resourcesOf(sync, 'AWS::Lambda::EventSourceMapping'));

    expect(mappings).toHaveLength(BUILT_SYNCS.length);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    }
  });

  it('leaves a queue alone whose consumer is the user’s own, and tells the functions', () => {
    const own = aziTemplates({ ...STAGES.dev, consumers: { ...STAGES.dev.consumers, orders: 'own' } });

    const mapped = Object.keys(resourcesOf(own.sync, 'AWS::Lambda::EventSourceMapping'));
    expect(mapped).toHaveLength(BUILT_SYNCS.length - 1);
    expect(mapped.join()).not.toContain('orders');
    const drain = Object.values(resourcesOf(own.sync, 'AWS::Lambda::Function')).find(
      ({ Properties }) => doorOf(Properties) === 'operations/drain',
    );
    const parts: unknown[] = drain?.Properties.Environment.Variables.QUEUES['Fn::Join'][1];
    const queues = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'url')).join(''));
    expect(queues).toMatchObject({ orders: { consumer: 'own' }, returns: { consumer: 'webhook' } });
  }, 60_000);
});

describe('clocks', () => {
  it('do not pile up firings behind an outage', () => {
    const schedules = [sync, operations].flatMap((template) =>
      Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')),
    );

    const firings = schedules.map(({ Properties }) => [Properties.Name, Properties.ScheduleExpression]);
    expect(Object.fromEntries(firings)).toEqual({
      'azi-dev-drain': 'rate(5 minutes)',
      'azi-dev-expire-buyers': 'cron(17 3 * * ? *)',
      'azi-dev-watch': 'rate(5 minutes)',
    });
    for (const { Properties } of schedules) {
      expect(Properties.Target.RetryPolicy.MaximumRetryAttempts).toBeLessThanOrEqual(3);
      expect(Properties.Target.RetryPolicy.MaximumEventAgeInSeconds).toBe(300);
    }
  });
});

/** The constructs whose roles the statements belong to. */
const holdersOf = (statements: readonly { id: string }[]) =>
  new Set(statements.map(({ id }) => id.replace(/RoleDefaultPolicy.*/, '')));

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: Record<string, unknown> };
}

function stubEnvironment(door: string): void {
  const deployed = functionOf(door);
  if (!deployed) throw new Error(`No stack deploys ${door}`);
  const variables = environmentOf(deployed.template, deployed.Properties.Environment.Variables);
  for (const [name, value] of Object.entries({ AWS_REGION: 'eu-central-1', ...variables })) vi.stubEnv(name, value);
}

const importDoor = (door: string): Promise<{ handler: unknown }> =>
  import(path.resolve(import.meta.dirname, '../../../functions', `${door}.ts`));
