import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { BUILT_SYNCS } from '../../shared/contracts/syncs.ts';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import type { Stage } from '../stages.ts';

/**
 * The group in which onboarding makes a schedule per shop and sync, and the role that these schedules take on. The
 * role may call the start functions of this stage, which are known by their fixed names, and nothing else.
 */
export class ShopSchedules extends Construct {
  readonly group: CfnScheduleGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    const { account } = Stack.of(this);
    const names = resourceNames(stage.name);
    this.group = new CfnScheduleGroup(this, 'Group', { name: names.scheduleGroup });
    this.group.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.role = new Role(this, 'Role', {
      roleName: names.scheduleRole,
      description: `Calls the start functions of stage ${stage.name} for the shops' schedules`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': this.group.attrArn } },
      }),
    });
    this.role.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: BUILT_SYNCS.map((sync) =>
          Stack.of(this).formatArn({
            service: 'lambda',
            resource: 'function',
            resourceName: names.startFunction(sync),
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ),
      }),
    );
  }
}
