import { join } from 'node:path';
import * as z from 'zod/mini';
import { readFileIfAny, writePrivateFile } from '../private-file.ts';

/** A schedule as the Scheduler API takes and gives it, whole; only what a local stack looks at is named. */
export const StoredSchedule = z.looseObject({
  Name: z.string(),
  GroupName: z.string(),
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']),
  Target: z.looseObject({ Arn: z.string(), RoleArn: z.optional(z.string()), Input: z.optional(z.string()) }),
  /** Unix seconds. */
  CreationDate: z.number(),
  LastModificationDate: z.number(),
});
export type StoredSchedule = z.infer<typeof StoredSchedule>;

/** Schedules made through the API, in `<state>/schedules.json`. */
export class ScheduleStore {
  private readonly path: string;
  private readonly schedules: Map<string, StoredSchedule>;

  constructor({ stateDir }: { stateDir: string }) {
    this.path = join(stateDir, 'schedules.json');
    const stored = z.array(StoredSchedule).parse(JSON.parse(readFileIfAny(this.path) ?? '[]'));
    this.schedules = new Map(stored.map((schedule) => [key(schedule), schedule]));
  }

  find = (id: ScheduleId) => this.schedules.get(key(id));

  list = () => [...this.schedules.values()].sort((a, b) => key(a).localeCompare(key(b)));

  save(schedule: StoredSchedule): void {
    this.schedules.set(key(schedule), schedule);
    this.write();
  }

  delete(id: ScheduleId): void {
    this.schedules.delete(key(id));
    this.write();
  }

  private write(): void {
    writePrivateFile(this.path, JSON.stringify(this.list(), undefined, 2));
  }
}

export type ScheduleId = Pick<StoredSchedule, 'Name' | 'GroupName'>;

const key = ({ Name, GroupName }: ScheduleId) => `${GroupName}/${Name}`;
