import aslValidator from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { StepInput } from '../../../shared/contracts/step-input.ts';
import { aziTemplates, resourcesOf } from '../../support/azi-templates.ts';

const [machine] = Object.values(resourcesOf(aziTemplates('dev').sync, 'AWS::StepFunctions::StateMachine'));
const definition = JSON.parse(
  machine?.Properties.DefinitionString['Fn::Join'][1]
    .map((part: unknown) =>
      typeof part === 'string' ? part : 'arn:aws:lambda:eu-central-1:111122223333:function:step',
    )
    .join(''),
);

const waiting: StepInput = {
  shopId: 'S1',
  scheduleId: 'S1-orders',
  runId: '20261121T120000Z-3f9a2c1b',
  lane: 'live',
  part: 1,
  loops: 0,
  step: 1,
  state: 'waiting',
  waitUntil: '2026-11-21T12:00:00.000Z',
};

describe('the state machine of a sync', { timeout: 30_000 }, () => {
  it('is one that Step Functions takes', () => {
    const { isValid, errorsText } = aslValidator(definition);

    expect({ isValid, errors: errorsText() }).toMatchObject({ isValid: true });
    expect(definition.QueryLanguage).toBe('JSONPath');
  });

  it('waits and steps until the run has ended', async () => {
    const steps = scriptedSteps([waiting, waiting, { ...waiting, state: 'ended' }]);

    const result = await run(steps);

    expect(steps.inputs).toHaveLength(3);
    expect(result).toMatchObject({ state: 'ended' });
  });

  it('hands the whole of what a step answered to the next one', async () => {
    const steps = scriptedSteps([
      { ...waiting, step: 7, loops: 1 },
      { ...waiting, state: 'ended' },
    ]);

    await run(steps);

    expect(steps.inputs).toEqual([waiting, { ...waiting, step: 7, loops: 1 }]);
  });

  it.each(Object.values(StepInput.shape.state.def.entries))('has an exit for "%s"', (state) => {
    const exits: string[] = definition.States['Waiting?'].Choices.map(
      (choice: { StringEquals: string }) => choice.StringEquals,
    );

    expect(exits).toContain(state);
  });

  it('fails on a state it does not know instead of waiting for ever', async () => {
    const steps = scriptedSteps([{ ...waiting, state: 'finished' }]);

    await expect(run(steps)).rejects.toThrow('neither waiting nor ended');
  });

  it('fails on an error of the step, and does not repeat it', async () => {
    const steps = scriptedSteps([named('SpApiRejectedError')]);

    await expect(run(steps)).rejects.toThrow('as scripted');
    expect(steps.inputs).toHaveLength(1);
  });

  it('tries again when Lambda itself was at fault', async () => {
    const steps = scriptedSteps([named('Lambda.ServiceException'), { ...waiting, state: 'ended' }]);

    await run(steps);

    expect(steps.inputs).toHaveLength(2);
  });

  it('gives up after thirty days, long before Step Functions would', () => {
    expect(definition.TimeoutSeconds).toBe(30 * 86_400);
  });

  it('is traced and logged, but not what travels in it', () => {
    expect(machine?.Properties.TracingConfiguration).toEqual({ Enabled: true });
    expect(machine?.Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
  });
});

/** Answers each call of the step function with the next of `answers`; it has no answer it was not given. */
function scriptedSteps(answers: (Error | Record<string, string | number>)[]) {
  const left = [...answers];
  const inputs: unknown[] = [];
  const step = async (input: unknown) => {
    inputs.push(input);
    const answer = left.shift();
    if (!answer) throw new Error('The script has ended');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { inputs, step };
}

/** Under a minute's timeout: this interpreter counts its own in 32 bits of milliseconds. */
function run({ step }: ReturnType<typeof scriptedSteps>): Promise<unknown> {
  const overrides = {
    taskResourceLocalHandlers: { Step: step },
    waitTimeOverrides: { Wait: 0 },
    retryIntervalOverrides: { Step: 0 },
  };
  return new StateMachine({ ...definition, TimeoutSeconds: 60 }, { validationOptions: { noValidate: true } }).run(
    waiting,
    { overrides },
  ).result;
}

const named = (name: string) => Object.assign(new Error('as scripted'), { name });
