import { Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** Where all alarms of a stage go. It says what is wrong with a stage, never whose data it is, so it has no key of its own. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id, { displayName: `AzIntegration ${stage.name}`, enforceSSL: true });
    const { account } = Stack.of(this);
    // A policy of its own replaces the one by which CloudWatch could publish.
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    if (stage.alarmEmail) this.addSubscription(new EmailSubscription(stage.alarmEmail));
  }
}
