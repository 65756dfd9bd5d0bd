import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readFileIfAny, writePrivateFile } from './private-file.ts';

/** Who owns a state directory, and where that process answers. What a killed owner leaves behind names nobody alive. */
export const Owner = z.object({
  instanceId: z.string(),
  pid: z.number(),
  command: z.string(),
  mode: z.enum(['functions', 'stores']),
  startedAt: z.string(),
  /** Absent while the owner is still starting. */
  endpoints: z.optional(
    z.object({
      region: z.string(),
      dynamodb: z.string(),
      sqs: z.string(),
      s3: z.string(),
      ssm: z.string(),
      states: z.string(),
      lambda: z.string(),
      scheduler: z.string(),
    }),
  ),
});
export type Owner = z.infer<typeof Owner>;

export const writeOwner = (stateDir: string, owner: Owner) =>
  writePrivateFile(ownerPath(stateDir), JSON.stringify(owner, undefined, 2));

export const removeOwner = (stateDir: string) => rmSync(ownerPath(stateDir), { force: true });

/** The owner that the directory names, alive or not; undefined where it names none that can be read. */
export function readOwner(stateDir: string): Owner | undefined {
  try {
    const owner = Owner.safeParse(JSON.parse(readFileIfAny(ownerPath(stateDir)) ?? 'null'));
    return owner.success ? owner.data : undefined;
  } catch {
    return undefined; // No directory, no right to read it, or half a file: nobody to attach to.
  }
}

const ownerPath = (stateDir: string) => join(stateDir, 'owner.json');
