import { describe, expect, it } from 'vitest';
import { stageNamed, UnknownStageError } from '../../infra/stage-named.ts';
import { STAGES } from '../../infra/stages.ts';

describe('the stage named on the command line', () => {
  it.each(Object.keys(STAGES))('is found: %s', (name) => {
    expect(stageNamed(name).name).toBe(name);
  });

  it('is suggested when it was misspelt', () => {
    expect(() => stageNamed('stagign')).toThrow(
      /There is no stage "stagign"; did you mean staging\? .*local, dev, staging, prod/,
    );
  });

  it('is asked for when it was forgotten', () => {
    expect(() => stageNamed(undefined)).toThrow(UnknownStageError);
    expect(() => stageNamed(undefined)).toThrow('-c stage=dev');
  });

  it('is no word that every object knows', () => {
    expect(() => stageNamed('toString')).toThrow(UnknownStageError);
  });
});

describe('the stages', () => {
  it.each(Object.values(STAGES))('keep to what a batch may hold: $name', ({ batchSize }) => {
    expect(batchSize).toBeGreaterThanOrEqual(1);
    expect(batchSize).toBeLessThanOrEqual(50);
  });

  it('do not let production be deleted', () => {
    expect(STAGES.prod.deletionProtection).toBe(true);
  });
});
