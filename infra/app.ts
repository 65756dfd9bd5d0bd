import { AziApp } from './azi-app.ts';
import { UnknownStageError } from './stage-named.ts';

try {
  new AziApp().synth();
} catch (error) {
  if (!(error instanceof UnknownStageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
