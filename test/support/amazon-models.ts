import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Where Amazon's OpenAPI models lie: `AZI_MODELS`, else beside the repository. They are not part of it. */
const modelsDirectory = resolve(repository, process.env.AZI_MODELS ?? '../shared/models');

export const amazonModel = (file: string) => join(modelsDirectory, file);

/** Why contract tests cannot run here; undefined where they can. */
export const modelsMissing = existsSync(modelsDirectory)
  ? undefined
  : `no Amazon models in ${modelsDirectory}; set AZI_MODELS to the folder that holds them`;

if (modelsMissing) process.stderr.write(`Contract tests are skipped: ${modelsMissing}.\n`);
