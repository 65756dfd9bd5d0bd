import { connect } from 'node:net';
import { CommandError } from './command-error.ts';

const PATIENCE_MS = 5_000;

/** Checks that somebody listens at a URL, by connecting once. Throws a CommandError that names flag and endpoint. */
export async function checkEndpoint({ flag, url }: { flag: string; url: string }): Promise<void> {
  const { hostname, port, protocol, origin } = new URL(url);
  const reason = await new Promise<string | undefined>((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
    });
    const end = (outcome: string | undefined) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(PATIENCE_MS, () => end(`no connection within ${PATIENCE_MS / 1000} s`));
    socket.once('connect', () => end(undefined));
    socket.once('error', (error) => end('code' in error ? String(error.code) : 'no connection'));
  });
  if (reason !== undefined) {
    throw new CommandError(
      `The endpoint ${origin} does not answer (${reason}).`,
      `Check ${flag} and that the server is running, then run the command again. Nothing was changed.`,
    );
  }
}
