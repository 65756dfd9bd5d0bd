import { hostname, userInfo } from 'node:os';
import type { Command } from 'commander';
import type { TokenRequest } from '../../../shared/sp-api/restricted/check-token-request.ts';
import {
  createRestrictedDataToken,
  type RestrictedDataToken,
} from '../../../shared/sp-api/tokens-2021-03-01/create-restricted-data-token.ts';
import { type Answer, answer } from '../answer.ts';
import { CommandError } from '../command-error.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp, withWorldOptions } from '../common-options.ts';
import { connectAmazon } from '../connect-amazon.ts';
import { findShop } from '../find-shop.ts';
import { onRunningStage } from '../on-running-stage.ts';
import { startProgress } from '../progress.ts';
import type { WorldFlags } from '../read-world.ts';
import { readTokenRequest, type TokenFlags } from '../read-token-request.ts';
import type { StageConnection } from '../stage-connection.ts';
import { TokenRecord } from '../token-record.ts';

/** `azi rdt`: a Restricted Data Token for a partner's application, which opens what is named and no more. */
export const rdtCommand = (means: CommandMeans): Command =>
  withHelp(
    withWorldOptions(createCommand('rdt', 'a Restricted Data Token for a partner application, for an hour'))
      .requiredOption('--shop <shopId>', 'whose buyers’ data it is about, as azi shop list shows it')
      .requiredOption('--resource <resource>', '"GET /path", of one id or with braces of any; may be repeated', gather)
      .option('--data-elements <names>', 'of orders: buyerInfo, shippingAddress, buyerTaxInformation, with commas')
      .option('--target-application <id>', 'application id of the partner (default: the token is for our own)')
      .action((options: RdtOptions) => answer({ json: options.json, work: () => askForToken(options, means) }, means)),
    HELP,
  );

type RdtOptions = CommonOptions & WorldFlags & TokenFlags & { readonly shop: string };

const gather = (resource: string, before: readonly string[] = []) => [...before, resource];

async function askForToken(options: RdtOptions, means: CommandMeans): Promise<Answer> {
  const { request, unused } = readTokenRequest(options);
  if (!options.json && means.stdout.isTTY === true) throw new ShownOnScreenError();
  if (unused.length > 0) {
    means.stderr.write(`Warning: none of the resources takes ${unused.join(', ')}; the token is asked for without.\n`);
  }
  const progress = startProgress(means.stderr);
  try {
    const { restrictedDataToken, expiresIn } = await onRunningStage(
      { options, command: 'azi rdt' },
      ({ connection }) => recordAndAsk({ request, options }, { connection, now: means.now }),
      { ...means, progress },
    );
    progress.say(`It opens what was named for ${Math.round(expiresIn / 60)} minutes; the act is recorded.`);
    return { json: { restrictedDataToken, expiresIn }, text: restrictedDataToken, ok: true };
  } finally {
    progress.stop();
  }
}

async function recordAndAsk(
  { request, options }: { request: TokenRequest; options: RdtOptions },
  { connection, now }: { connection: StageConnection; now: () => Date },
): Promise<RestrictedDataToken> {
  const shop = await findShop(options.shop, connection);
  const spApi = await connectAmazon({ shop, flags: options }, { connection, now });
  const { clients, names } = connection;
  const record = new TokenRecord({ client: clients.documents, table: names.table('runs'), now });
  const act = await record.begin({ ...request, shopId: shop.shopId, who: await whoAsks(connection) });
  try {
    const token = await createRestrictedDataToken(request, { spApi, lane: 'live' });
    await record.end(act, 'given');
    return token;
  } catch (error) {
    await record.end(act, { refused: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
}

/** The person at the machine and, on a deployed stage, the access key by which CloudTrail knows them. */
async function whoAsks({ stage, clients }: StageConnection): Promise<string> {
  const person = `${userInfo().username}@${hostname()}`;
  if (stage === 'local') return person;
  const { accessKeyId } = await clients.ssm.config.credentials();
  return `${person} (AWS access key ${accessKeyId})`;
}

/** A token on a screen ends up in scrollbacks and screenshots. */
class ShownOnScreenError extends CommandError {
  override readonly name = 'ShownOnScreenError';

  constructor() {
    super(
      'The token would be shown on the screen; nothing was asked for.',
      'Hand it on through a pipe, e.g. azi rdt … | pass-on, or say --json to see it nevertheless.',
    );
  }
}

const HELP = `
A token covers at most 50 resources, of vendors or of sellers, and about 7 KB (an estimate on the safe side; only Amazon
sees the true size). Braces as in /orders/v0/orders/{orderId} stand for any id; report documents are named one by one.
--data-elements goes to each resource that takes them: Orders v0 getOrders, getOrder and getOrderItems need it.

The token goes to stdout, under --json as {"restrictedDataToken", "expiresIn"}, and nowhere else; it is not shown on a
terminal without --json. Who asked, for which shop, resources and application, and when, is kept for 400 days in the
table azi-<stage>-runs under "rdt#<shopId>". The token is not.

Examples:
  azi rdt --shop my-shop --resource "GET /mfn/v0/shipments/{shipmentId}" \\
      --target-application amzn1.sp.solution.00000000-0000-0000-0000-000000000000 --stage prod --json
  azi rdt --shop my-shop --resource "GET /orders/v0/orders/123-1234567-1234567" \\
      --data-elements buyerInfo,shippingAddress | pass-on
`;
