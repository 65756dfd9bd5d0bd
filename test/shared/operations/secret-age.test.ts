import { type GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { secretAgeDays } from '../../../shared/operations/secret-age.ts';

const now = () => new Date('2026-11-21T12:00:00.000Z');

describe('the age of a secret', () => {
  it('is counted in whole days since it was written', async () => {
    const ssm = ssmWith({ '/azi/dev/application': new Date('2026-06-10T13:00:00.000Z') });

    expect(await secretAgeDays('/azi/dev/application', { ssm, now })).toBe(163);
  });

  it('is unknown while there is none', async () => {
    expect(await secretAgeDays('/azi/dev/application', { ssm: ssmWith({}), now })).toBeUndefined();
  });
});

/** Parameters by name and when each was written; asked to decrypt one, it fails. */
function ssmWith(writtenAt: Record<string, Date>): SSMClient {
  const ssm = new SSMClient({ region: 'eu-central-1' });
  ssm.send = async ({ input }: GetParameterCommand) => {
    if (input.WithDecryption) throw new Error('The age of a secret is no reason to read it');
    const LastModifiedDate = writtenAt[input.Name ?? ''];
    if (!LastModifiedDate) throw new ParameterNotFound({ message: 'none', $metadata: {} });
    return { Parameter: { LastModifiedDate } };
  };
  return ssm;
}
