import { afterAll, beforeAll } from 'vitest';
import { type OutboundHouse, startOutboundHouse } from './outbound-house.ts';

/** The house of a test file, which stands while its stories run. To be called once, at the top of the file. */
export function useOutboundHouse(): Pick<OutboundHouse, 'story' | 'dynamo'> {
  let house: OutboundHouse;
  beforeAll(async () => {
    house = await startOutboundHouse();
  });
  afterAll(() => house.stop());
  return {
    story: (options) => house.story(options),
    get dynamo() {
      return house.dynamo;
    },
  };
}
