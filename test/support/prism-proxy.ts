import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import * as z from 'zod/mini';

/** A proxy that holds requests and answers against one of Amazon's models and lets them pass whatever it finds. */
export interface PrismProxy extends AsyncDisposable {
  readonly url: string;
  /** What an answer that came through the proxy says about itself and its request; empty: both keep to the model. */
  violations(headers: { get(name: string): string | null }): Violation[];
}

const Violation = z.object({
  /** `request` or `response`, then the path to what is wrong. */
  location: z.array(z.string()),
  severity: z.string(),
  message: z.string(),
});
type Violation = z.infer<typeof Violation>;

/** Puts a proxy with this model before the server at `upstream`. */
export async function startPrismProxy({ model, upstream }: { model: string; upstream: string }): Promise<PrismProxy> {
  const operations = await getHttpOperationsFromSpec(model);
  const server = createServer(operations, {
    components: { logger: createLogger('prism', { level: 'silent' }) },
    config: {
      isProxy: true,
      upstream: new URL(upstream),
      upstreamProxy: undefined,
      checkSecurity: false,
      validateRequest: true,
      validateResponse: true,
      errors: false,
      mock: { dynamic: false },
    },
    cors: false,
  });
  const url = await server.listen(0, '127.0.0.1');
  return {
    url,
    violations: (headers) => z.array(Violation).parse(JSON.parse(headers.get('sl-violations') ?? '[]')),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
