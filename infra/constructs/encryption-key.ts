import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** A key of ours, which rotates every year and outlives its stack: without it what it encrypts is gone. */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, { description }: { description: string }) {
    super(scope, id, { description, enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
  }
}
