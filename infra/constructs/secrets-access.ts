import { Stack } from 'aws-cdk-lib/core';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Stage } from '../stages.ts';
import { acknowledge } from './acknowledge.ts';

/** The stage's secrets in SSM. They are written by the command, never by a stack. */
export class SecretsAccess {
  private readonly scope: Construct;
  private readonly stage: Stage;

  constructor(scope: Construct, stage: Stage) {
    this.scope = scope;
    this.stage = stage;
  }

  /** Lets `role` read the credentials of the stage's LWA application. */
  allowApplication(role: IRole): void {
    this.allowRead(role, resourceNames(this.stage.name).applicationSecret);
  }

  /** Lets `role` read the secret of any shop of the stage. */
  allowShops(role: IRole): void {
    const everyShop = `${resourceNames(this.stage.name).shopSecrets}/*`;
    this.allowRead(role, everyShop);
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter${everyShop}]`,
      "Shops come and go without a deployment, so their secrets are named by the stage's own path.",
    );
  }

  private allowRead(role: IRole, name: string): void {
    const parameter = Stack.of(this.scope).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: name.replace(/^\//, ''),
    });
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameter] }));
  }
}
