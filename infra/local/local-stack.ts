import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type AwsEndpoints, LOCAL_REGION } from './aws-endpoints.ts';
import { readCloudAssembly } from './cloud-assembly.ts';
import { startAwsServer } from './emulators/aws-server.ts';
import { startDynamo } from './emulators/dynamodb.ts';
import { ParameterStore } from './emulators/parameter-store.ts';
import { ScheduleStore } from './emulators/schedule-store.ts';
import { schedulerApi } from './emulators/scheduler.ts';
import { queueUrl, startSqsAndS3 } from './emulators/sqs-and-s3.ts';
import { ssmOperations } from './emulators/ssm.ts';
import { Ending } from './ending.ts';
import type { OnLocalEvent } from './local-event.ts';
import { loadLocalKey, localKeyPath } from './local-key.ts';
import { bucketsOf, queuesOf, scheduleGroupsOf, tablesOf } from './local-resources.ts';
import { resolveStacks } from './resolve-stacks.ts';
import { claimStateDirectory, type StateDirectory } from './state-directory.ts';
import { synthesize } from './synthesize.ts';

export type { AwsEndpoints } from './aws-endpoints.ts';
export type { LocalEvent } from './local-event.ts';

export interface LocalStackOptions {
  stateDir: string;
  /** The command line of this process, for whoever finds the directory in use. */
  command: string;
  /** `stores`: tables, queues, bucket, secrets and schedules only. */
  mode: 'functions' | 'stores';
  fireSchedules: boolean;
  /** The template's parameters; empty endpoints leave its defaults. */
  speed: number;
  spApiEndpoint: string;
  lwaEndpoint: string;
  onEvent?: OnLocalEvent;
  /** The project whose CDK app is run. @default - the one that this file is part of */
  root?: string;
}

export interface LocalStack {
  endpoints: AwsEndpoints;
  /** No invocation, execution or schedule firing under way. */
  idle(): boolean;
  /** Lets what is under way end, for a few seconds; kills the rest. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Runs the synthesized template of stage `local` on this machine, over the state directory, until `stop`. Everything
 * listens on 127.0.0.1. Throws SynthesisError, TemplateError, StateDirectoryError and StateDirectoryInUseError.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const owner = {
    instanceId: randomUUID(),
    pid: process.pid,
    command: options.command,
    mode: options.mode,
    startedAt: new Date().toISOString(),
  };
  const state = await claimStateDirectory(options.stateDir, owner);
  const ending = new Ending();
  ending.add(async () => state.release());
  try {
    const { endpoints, idle } = await startServices(options, { state, ending, instanceId: owner.instanceId });
    state.announce({ ...owner, endpoints });
    return { endpoints, idle, stop: () => ending.run() };
  } catch (error) {
    await ending.run();
    throw error;
  }
}

async function startServices(
  options: LocalStackOptions,
  { state, ending, instanceId }: { state: StateDirectory; ending: Ending; instanceId: string },
): Promise<Pick<LocalStack, 'endpoints' | 'idle'>> {
  const { mode, onEvent = () => {}, root = PROJECT } = options;
  const stacks = readCloudAssembly(await synthesize({ root, onEvent }));
  let sqsEndpoint = '';
  const resources = resolveStacks(stacks, {
    parameters: parametersOf(options),
    queueUrl: (name) => queueUrl(sqsEndpoint, name),
  });

  const [server, dynamo, sqsAndS3] = await ending.startAll([
    startAwsServer({ instanceId }),
    startDynamo({ path: state.directory('tables'), tables: tablesOf(resources) }),
    startSqsAndS3({ dataDir: state.directory('queues'), queues: queuesOf(resources), buckets: bucketsOf(resources) }),
  ]);
  sqsEndpoint = sqsAndS3.endpoint;
  const endpoints: AwsEndpoints = {
    region: LOCAL_REGION,
    dynamodb: dynamo.endpoint,
    sqs: sqsAndS3.endpoint,
    s3: sqsAndS3.endpoint,
    ssm: server.endpoint,
    states: server.endpoint,
    lambda: server.endpoint,
    scheduler: server.endpoint,
  };

  const schedules = new ScheduleStore({ stateDir: state.path });
  const scheduler = schedulerApi({ store: schedules, groups: scheduleGroupsOf(resources) });
  server.play({
    json: { AmazonSSM: ssmOperations(openParameterStore(state.path, onEvent)) },
    rest: { schedules: scheduler, 'schedule-groups': scheduler },
  });
  if (mode === 'stores') return { endpoints, idle: () => true };

  const { startFunctions } = await import('./functions-runtime.ts');
  const functions = startFunctions(resources, {
    endpoints,
    schedules,
    fireSchedules: options.fireSchedules,
    logDirectory: state.directory('logs'),
    onEvent,
  });
  ending.add(() => functions.stop());
  server.play(functions.faces);
  return { endpoints, idle: () => functions.idle() };
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const parametersOf = ({ speed, spApiEndpoint, lwaEndpoint }: LocalStackOptions) => ({
  Speed: String(speed),
  ...(spApiEndpoint !== '' && { SpApiEndpoint: spApiEndpoint }),
  ...(lwaEndpoint !== '' && { LwaEndpoint: lwaEndpoint }),
});

function openParameterStore(stateDir: string, onEvent: OnLocalEvent): ParameterStore {
  const path = localKeyPath(process.env);
  const key = loadLocalKey({ path, stateDir });
  if (key === undefined) {
    onEvent({
      type: 'warning',
      message: `Secrets are kept in memory only and are gone with this process: the key that would seal them cannot be kept at ${path}.`,
    });
  }
  return new ParameterStore({ stateDir, key });
}
