import { Command } from 'commander';

/** What every command takes. */
export interface CommonOptions {
  readonly state: string;
  readonly stage: string;
  readonly json?: boolean;
}

/** A command with the options that all have. */
export const createCommand = (name: string, summary: string): Command =>
  new Command(name)
    .summary(summary)
    .description(summary)
    .option('--stage <name>', 'local (this machine) or a deployed stage: dev, staging, prod', 'local')
    .option('--state <dir>', 'where the local stage keeps everything', '.azi')
    .option('--json', 'print one JSON document on stdout, and nothing else there');

/** Flags that stand in for the world, on commands that may have to bring it up. */
export const withWorldOptions = (command: Command): Command =>
  withDownstreamOption(command)
    .option('--shops <file>', 'JSON array of shops; exactly those are meant (default: those of the state directory)')
    .option(
      '--sp-api-endpoint <url>',
      'any server that speaks SP-API; without it Amazon itself, or without credentials a simulated seller',
    )
    .option('--lwa-endpoint <url>', 'full URL of the token endpoint (default: Amazon’s)')
    .option(
      '--speed <n>',
      'simulations: usage-plan rates × n, pauses that are policy ÷ n (default: 1000 for a simulated Amazon, else 1)',
    )
    .option('--simulated-orders <n>', 'how many orders each simulated seller has');

/** For commands that may have to bring up the stack to deliver. */
export const withDownstreamOption = (command: Command): Command =>
  command.option(
    '--downstream <url>',
    'on this machine: post every shop’s batches there, signed with AZI_DOWNSTREAM_SECRET',
  );

/** Examples and explanations below a command's options. */
export const withHelp = (command: Command, text: string): Command => command.addHelpText('after', `\n${text.trim()}`);
