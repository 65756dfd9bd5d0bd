import { Command, CommanderError } from 'commander';
import type { CommandMeans } from './command-means.ts';
import { deadLettersDropCommand } from './commands/dead-letters-drop.ts';
import { deadLettersListCommand } from './commands/dead-letters-list.ts';
import { deadLettersSendAgainCommand } from './commands/dead-letters-send-again.ts';
import { deadLettersShowCommand } from './commands/dead-letters-show.ts';
import { rdtCommand } from './commands/rdt.ts';
import { reportCommand } from './commands/report.ts';
import { outboundAddCommand } from './commands/outbound-add.ts';
import { outboundCancelCommand } from './commands/outbound-cancel.ts';
import { outboundListCommand } from './commands/outbound-list.ts';
import { redeliverCommand } from './commands/redeliver.ts';
import { runCommand } from './commands/run.ts';
import { schedulePauseCommand, scheduleResumeCommand } from './commands/schedule-pause-resume.ts';
import { scheduleReconcileCommand } from './commands/schedule-reconcile.ts';
import { scheduleSetCommand } from './commands/schedule-set.ts';
import { shopAddCommand } from './commands/shop-add.ts';
import { shopListCommand } from './commands/shop-list.ts';
import { shopRemoveCommand } from './commands/shop-remove.ts';
import { statusCommand } from './commands/status.ts';
import { syncCommand } from './commands/sync.ts';
import { upCommand } from './commands/up.ts';

/** The operator's command: its commands, and nothing of what they do. */
export function createProgram(means: CommandMeans): Command {
  const program = new Command('azi')
    .description('AzIntegration: an Amazon seller’s orders, returns, items and stock in their own AWS account.')
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: (text) => means.stdout.write(text), writeErr: (text) => means.stderr.write(text) })
    .exitOverride();
  const shop = group('shop', 'who is synced: add, list, remove', [shopAddCommand, shopListCommand, shopRemoveCommand]);
  const schedule = group('schedule', 'how often: set, pause, resume, reconcile', [
    scheduleSetCommand,
    schedulePauseCommand,
    scheduleResumeCommand,
    scheduleReconcileCommand,
  ]);
  const deadLetters = group('dead-letters', 'what downstream refused: list, show, send-again, drop', [
    deadLettersListCommand,
    deadLettersShowCommand,
    deadLettersSendAgainCommand,
    deadLettersDropCommand,
  ]);
  const outbound = group('outbound', 'orders that Amazon ships from its warehouses: add, list, cancel', [
    outboundAddCommand,
    outboundListCommand,
    outboundCancelCommand,
  ]);
  const commands = [
    runCommand,
    upCommand,
    syncCommand,
    shop,
    schedule,
    statusCommand,
    deadLetters,
    redeliverCommand,
    outbound,
    reportCommand,
    rdtCommand,
  ];
  for (const create of commands) program.addCommand(create(means));
  inheritSettings(program);
  return program;
}

type CreateCommand = (means: CommandMeans) => Command;

const group =
  (name: string, summary: string, commands: readonly CreateCommand[]): CreateCommand =>
  (means) => {
    const parent = new Command(name).summary(summary).description(summary);
    for (const create of commands) parent.addCommand(create(means));
    return parent;
  };

const HELP = `
Start with azi run: it needs no AWS account and no credentials.
Each command explains itself: azi <command> --help`;

function inheritSettings(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inheritSettings(command);
  }
}

/** Runs one command line. The exit code says how it went; under `--json` stdout holds a document even when the line is wrong. */
export async function runProgram(args: readonly string[], means: CommandMeans): Promise<void> {
  try {
    await createProgram(means).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    means.setExitCode(error.exitCode);
    if (error.exitCode === 0 || !args.includes('--json')) return;
    const failure = { name: 'UsageError', message: error.message.replace(/^error: /, ''), cure: 'See azi --help.' };
    means.stdout.write(`${JSON.stringify({ error: failure }, undefined, 2)}\n`);
  }
}
