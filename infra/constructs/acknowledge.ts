import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Lets one finding of cdk-nag or of CDK's template validation pass on this construct, for the reason given. */
export const acknowledge = (construct: IConstruct, finding: string, reason: string) =>
  Validations.of(construct).acknowledge({ id: finding, reason });
