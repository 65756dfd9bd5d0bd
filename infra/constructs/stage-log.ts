import { RemovalPolicy } from 'aws-cdk-lib/core';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

const RETENTION = {
  7: RetentionDays.ONE_WEEK,
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  365: RetentionDays.ONE_YEAR,
} as const satisfies Record<Stage['logRetentionDays'], RetentionDays>;

/** A log that is kept as long as the stage says, and goes with its stack. */
export class StageLog extends LogGroup {
  constructor(scope: Construct, id: string, { stage, logGroupName }: { stage: Stage; logGroupName: string }) {
    super(scope, id, {
      logGroupName,
      retention: RETENTION[stage.logRetentionDays],
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
