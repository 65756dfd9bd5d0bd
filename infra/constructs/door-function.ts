import type { Duration } from 'aws-cdk-lib/core';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../shared/contracts/metrics.ts';
import type { Stage } from '../stages.ts';
import type { Door, FunctionCode } from './function-code.ts';
import { StageLog } from './stage-log.ts';

export interface DoorFunctionProps<Environment extends Record<string, string>> {
  readonly stage: Stage;
  readonly code: FunctionCode;
  readonly door: Door;
  /** Fixed, so that schedules and the command find it: see `shared/contracts/resource-names.ts`. */
  readonly functionName: string;
  /** Exactly what the door's schema reads. */
  readonly environment: Environment;
  readonly timeout: Duration;
  /** MB; processor time comes in proportion. @default 512 */
  readonly memorySize?: number;
  /** How often Lambda itself calls again after an asynchronous call failed. @default 0: the next firing carries on */
  readonly asyncRetries?: 0 | 1 | 2;
}

/**
 * The Lambda of one door, with a role that may write to its own log and nothing else: whatever more it needs is granted
 * where the thing is. Logs are JSON and end by the stage's retention.
 */
export class DoorFunction<Environment extends Record<string, string>> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DoorFunctionProps<Environment>) {
    super(scope, id);
    const { stage, code, door, functionName, environment, timeout, memorySize = 512, asyncRetries = 0 } = props;
    const logGroup = new StageLog(this, 'Log', { stage, logGroupName: `/aws/lambda/${functionName}` });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      description: `functions/${door}.ts`,
      code: code(door),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      retryAttempts: asyncRetries,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { ...runtimeSettings(stage), ...environment },
    });
  }
}

/** What the runtime and Powertools read; doors do not. */
const runtimeSettings = (stage: Stage) => ({
  NODE_OPTIONS: '--enable-source-maps',
  POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
  POWERTOOLS_SERVICE_NAME: `azi-${stage.name}`,
});
