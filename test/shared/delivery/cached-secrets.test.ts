import { expect, it } from 'vitest';
import { cachedSecrets } from '../../../shared/delivery/cached-secrets.ts';

it('reads a secret once in three minutes, each shop its own, and does not keep a failure', async () => {
  let time = 0;
  const reads: string[] = [];
  let broken = true;
  const secrets = cachedSecrets(
    {
      async ofShop(shopId) {
        reads.push(shopId);
        if (broken) throw new Error('throttled');
        return { refreshToken: '', downstreamSecret: `whsec_${shopId}` };
      },
    },
    { now: () => new Date(time) },
  );

  await expect(secrets.ofShop('S1')).rejects.toThrow('throttled');
  broken = false;
  await secrets.ofShop('S1');
  const second = await secrets.ofShop('S1');
  await secrets.ofShop('S2');
  time = 180_000;
  await secrets.ofShop('S1');

  expect(second.downstreamSecret).toBe('whsec_S1');
  expect(reads).toEqual(['S1', 'S1', 'S2', 'S1']);
});
