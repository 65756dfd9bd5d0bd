import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { readFileIfAny, writePrivateFile } from '../private-file.ts';
import { AwsError } from './aws-error.ts';

const StoredParameter = z.object({
  type: z.enum(['String', 'StringList', 'SecureString']),
  /** Of a SecureString: base64 of initialisation vector, tag and text under AES-256-GCM, bound to the name. */
  value: z.string(),
  version: z.number(),
  lastModifiedAt: z.number(),
});
type StoredParameter = z.infer<typeof StoredParameter>;

export interface Parameter extends StoredParameter {
  name: string;
}

/**
 * Parameters in `<state>/parameters.json`. A SecureString is sealed with a key from outside of the directory; without
 * a key it is kept in memory only.
 */
export class ParameterStore {
  private readonly path: string;
  private readonly key: Buffer | undefined;
  /** Seals what cannot be kept: with no key to seal it, a secret lives as long as this process. */
  private readonly memoryKey = randomBytes(32);
  private readonly memoryOnly = new Set<string>();
  private readonly parameters: Map<string, StoredParameter>;

  constructor({ stateDir, key }: { stateDir: string; key: Buffer | undefined }) {
    this.path = join(stateDir, 'parameters.json');
    this.key = key;
    const stored = z.record(z.string(), StoredParameter).parse(JSON.parse(readFileIfAny(this.path) ?? '{}'));
    this.parameters = new Map(Object.entries(stored));
  }

  /** The parameter with its value in the clear (`decrypt`), else sealed. Throws ParameterNotFound. */
  find(name: string, { decrypt }: { decrypt: boolean }): Parameter {
    const stored = this.parameters.get(name);
    if (stored === undefined) throw new AwsError('ParameterNotFound', `There is no parameter ${name}.`);
    if (stored.type !== 'SecureString' || !decrypt) return { name, ...stored };
    return { name, ...stored, value: this.unseal(name, stored.value) };
  }

  names = () => [...this.parameters.keys()].sort();

  /** Returns the new version. Throws ParameterAlreadyExists where it may not overwrite. */
  put(parameter: { name: string; type?: Parameter['type'] | undefined; value: string; overwrite: boolean }): number {
    const before = this.parameters.get(parameter.name);
    if (before !== undefined && !parameter.overwrite) {
      throw new AwsError('ParameterAlreadyExists', `The parameter ${parameter.name} already exists.`);
    }
    const type = parameter.type ?? before?.type ?? 'String';
    const version = (before?.version ?? 0) + 1;
    this.memoryOnly.delete(parameter.name);
    const value = type === 'SecureString' ? this.seal(parameter.name, parameter.value) : parameter.value;
    this.parameters.set(parameter.name, { type, value, version, lastModifiedAt: Date.now() });
    this.save();
    return version;
  }

  /** False where there was none. */
  delete(name: string): boolean {
    const existed = this.parameters.delete(name);
    this.memoryOnly.delete(name);
    if (existed) this.save();
    return existed;
  }

  private save(): void {
    const kept = [...this.parameters].filter(([name]) => !this.memoryOnly.has(name));
    writePrivateFile(this.path, JSON.stringify(Object.fromEntries(kept), undefined, 2));
  }

  private seal(name: string, text: string): string {
    if (this.key === undefined) this.memoryOnly.add(name);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(name), iv).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  private unseal(name: string, value: string): string {
    const bytes = Buffer.from(value, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.keyOf(name), bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(name))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      throw new AwsError(
        'InvalidKeyId',
        `The parameter ${name} was sealed with another local key. Write it again (azi shop add).`,
      );
    }
  }

  private keyOf(name: string): Buffer {
    return this.key === undefined || this.memoryOnly.has(name) ? this.memoryKey : this.key;
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
