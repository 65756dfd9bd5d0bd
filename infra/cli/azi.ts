import { followLauncher } from './follow-launcher.ts';
import { onInterrupt } from './on-interrupt.ts';
import { runProgram } from './program.ts';

followLauncher(process);
await runProgram(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  now: () => new Date(),
  interrupted: onInterrupt(process),
  setExitCode: (code) => {
    process.exitCode = code;
  },
});
