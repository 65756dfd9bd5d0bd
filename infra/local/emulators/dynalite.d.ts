declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An embedded DynamoDB; without `path` it lives in memory. */
  export default function dynalite(options?: { path?: string; createTableMs?: number }): Server;
}
