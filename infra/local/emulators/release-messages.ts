import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes every message that a dead owner had received visible again: nobody is left who could delete it, and it would
 * lie hidden for its visibility timeout. Call before fauxqs opens the directory.
 */
export function releaseMessages(dataDir: string): void {
  const path = join(dataDir, 'fauxqs.db');
  if (!existsSync(path)) return;
  const database = new DatabaseSync(path);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = 'sqs_messages'").all();
    if (tables.length > 0) database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  } finally {
    database.close();
  }
}
