/** What an AWS client of any service has that a stand-in needs. */
interface AwsClient {
  readonly middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
}

/**
 * Answers commands in place of the service, by the command's name, from what the test holds: for services that have no
 * embedded server. A command without an answer throws.
 */
export function answeringClient<Client extends object>(
  client: Client & AwsClient,
  answers: Record<string, (input: never) => object | Promise<object>>,
): Client {
  const stack: { add(middleware: unknown, options: unknown): void } = client.middlewareStack;
  stack.add(
    (_next: unknown, context: { commandName?: string }) =>
      async ({ input }: { input: never }) => {
        const answer = answers[context.commandName ?? ''];
        if (!answer) throw new Error(`the stand-in has no answer to ${context.commandName}`);
        return { response: {}, output: { $metadata: {}, ...(await answer(input)) } };
      },
    { step: 'initialize', name: 'answering', priority: 'high' },
  );
  return client;
}
