import { Logger } from '@aws-lambda-powertools/logger';

/** The one logger of a process: JSON lines. Service name and level come from the POWERTOOLS_ variables. */
export const createLogger = () => new Logger();

/** What rooms ask of a logger. Never hand it a body, a header, a token or anything about a buyer. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'appendKeys'>;
