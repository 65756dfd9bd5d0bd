import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AwsEndpoints } from './aws-endpoints.ts';
import type { AwsFaces } from './emulators/aws-server.ts';
import { lambdaApi } from './emulators/lambda.ts';
import { checkStateMachine } from './emulators/run-state-machine.ts';
import type { ScheduleStore } from './emulators/schedule-store.ts';
import { queueUrl } from './emulators/sqs-and-s3.ts';
import { StepFunctions } from './emulators/step-functions.ts';
import { LambdaFunctions } from './lambda-functions.ts';
import type { OnLocalEvent } from './local-event.ts';
import { eventSourceMappingsOf, functionsOf, schedulesOf, stateMachinesOf } from './local-resources.ts';
import { LogFiles } from './log-files.ts';
import { QueuePoller } from './queue-poller.ts';
import type { ResolvedResource } from './resolve-stacks.ts';
import { ScheduleClock } from './schedule-clock.ts';

/** The part of a local stack that runs code: functions, state machines, pollers and the clock. */
export interface FunctionsRuntime {
  readonly faces: Partial<AwsFaces>;
  idle(): boolean;
  stop(): Promise<void>;
}

export function startFunctions(
  resources: readonly ResolvedResource[],
  means: {
    endpoints: AwsEndpoints;
    schedules: ScheduleStore;
    fireSchedules: boolean;
    logDirectory: string;
    onEvent: OnLocalEvent;
  },
): FunctionsRuntime {
  const { endpoints, onEvent } = means;
  const logs = new LogFiles({ directory: means.logDirectory, onEvent });
  const functions = new LambdaFunctions(functionsOf(resources), { endpoints, logs, onEvent });
  const invoke = (name: string, event: string) => functions.invoke(name, event);

  const machines = stateMachinesOf(resources);
  machines.forEach(checkStateMachine);
  const stepFunctions = new StepFunctions(machines, { invoke, onEvent });

  const sqs = new SQSClient({
    region: endpoints.region,
    endpoint: endpoints.sqs,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    useQueueUrlAsEndpoint: false,
  });
  const pollers = eventSourceMappingsOf(resources).map(
    (mapping) =>
      new QueuePoller(mapping, {
        queueUrl: queueUrl(endpoints.sqs, mapping.queueName),
        sqs,
        invoke,
        warn: (message) => onEvent({ type: 'warning', message }),
      }),
  );
  for (const poller of pollers) poller.start();

  const clock = startClock(resources, { ...means, functions });
  const idle = () => functions.idle() && stepFunctions.idle() && pollers.every((poller) => poller.idle());

  return {
    faces: {
      json: { AWSStepFunctions: stepFunctions.operations },
      rest: { '2015-03-31': lambdaApi(functions) },
    },
    idle,
    async stop() {
      clock?.stop();
      functions.quit();
      for (const poller of pollers) poller.quit();
      stepFunctions.stop();
      await Promise.race([settled(() => functions.idle()), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
      await functions.stop();
      await Promise.race([
        Promise.all(pollers.map((poller) => poller.finished())),
        sleep(1_000, undefined, { ref: false }),
      ]);
      sqs.destroy();
      await logs.close();
    },
  };
}

/** How long invocations under way may go on after a stop; their runs are resumed at the next start anyhow. */
const STOP_WITHIN_MS = 5_000;

async function settled(idle: () => boolean): Promise<void> {
  while (!idle()) await sleep(20);
}

function startClock(
  resources: readonly ResolvedResource[],
  {
    schedules,
    fireSchedules,
    functions,
    onEvent,
  }: { schedules: ScheduleStore; fireSchedules: boolean; functions: LambdaFunctions; onEvent: OnLocalEvent },
): ScheduleClock | undefined {
  if (!fireSchedules) return undefined;
  const ofTemplate = schedulesOf(resources)
    .filter(({ enabled }) => enabled)
    .map(({ groupName, name, expression, targetArn, input = '{}' }) => ({
      key: `template/${groupName}/${name}`,
      expression,
      targetArn,
      input,
    }));
  const clock = new ScheduleClock({
    now: Date.now,
    list: () => [
      ...ofTemplate,
      ...schedules
        .list()
        .filter(({ State }) => State === 'ENABLED')
        .map(({ GroupName, Name, ScheduleExpression, Target }) => ({
          key: `${GroupName}/${Name}`,
          expression: ScheduleExpression,
          targetArn: Target.Arn,
          input: Target.Input ?? '{}',
        })),
    ],
    fire({ key, targetArn, input }) {
      const known = functions.find(targetArn) !== undefined;
      onEvent({ type: 'schedule', name: key, ...(!known && { error: `There is no function ${targetArn}.` }) });
      if (known) void functions.invokeAsync(targetArn, input);
    },
  });
  clock.start();
  return clock;
}
