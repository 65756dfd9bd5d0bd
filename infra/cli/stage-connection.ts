import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { resourceNames } from '../../shared/contracts/resource-names.ts';
import { SecretStore } from '../../shared/shops/shop-secrets.ts';
import { ShopStore } from '../../shared/shops/shop-store.ts';
import { RunStore } from '../../shared/sync/run-store.ts';
import { ScheduleStore } from '../../shared/sync/schedule-store.ts';
import { type AwsEndpoints, LOCAL_ACCOUNT, LOCAL_REGION } from '../local/aws-endpoints.ts';
import { STAGES, type StageName } from '../stages.ts';
import { type AwsClients, createAwsClients } from './aws-clients.ts';
import { CommandError } from './command-error.ts';
import { nearestName } from '../nearest-name.ts';

/** A stage as the command sees it: its clients, the names of its resources and its stores. */
export interface StageConnection {
  readonly stage: StageName;
  readonly names: ReturnType<typeof resourceNames>;
  readonly clients: AwsClients;
  readonly shops: ShopStore;
  readonly secrets: SecretStore;
  readonly schedules: ScheduleStore;
  readonly runs: RunStore;
  /** The ARN of a function of the stage, by its name. Throws a CommandError when it is not deployed. */
  readonly functionArn: (name: string) => Promise<string>;
}

/** Connects to a stack on this machine (`endpoints`) or to a deployed stage. */
export function connectStage(stage: StageName, endpoints?: AwsEndpoints): StageConnection {
  const names = resourceNames(stage);
  const clients = createAwsClients(endpoints);
  return {
    stage,
    names,
    clients,
    shops: new ShopStore(clients.documents, names.table('shops')),
    secrets: new SecretStore(clients.ssm, { application: names.applicationSecret, shops: names.shopSecrets }),
    schedules: new ScheduleStore(clients.documents, names.table('schedules')),
    runs: new RunStore(clients.documents, names.table('runs')),
    functionArn: async (name) =>
      endpoints ? `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}` : deployedArn(name, clients),
  };
}

/** Reads `--stage`. Throws a CommandError that suggests the nearest. */
export function readStage(name: string): StageName {
  const stages = Object.values(STAGES).map((stage) => stage.name);
  const stage = stages.find((each) => each === name);
  if (stage) return stage;
  const nearest = nearestName(name, stages);
  throw new CommandError(
    `There is no stage "${name}".${nearest ? ` Did you mean ${nearest}?` : ''}`,
    `Stages are: ${stages.join(', ')}; infra/stages.ts lists them.`,
  );
}

async function deployedArn(name: string, { lambda }: AwsClients): Promise<string> {
  try {
    const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    if (FunctionArn !== undefined) return FunctionArn;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
  }
  throw new CommandError(
    `The function ${name} is not deployed in this account and region.`,
    'Deploy the stage first (npx cdk deploy -c stage=… --all), or set AWS_PROFILE and AWS_REGION to where it is.',
  );
}
