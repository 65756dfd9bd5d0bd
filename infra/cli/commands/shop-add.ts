import type { Command } from 'commander';
import { text as readAll } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { type Answer, answer } from '../answer.ts';
import type { ShopToOnboard } from '../check-shop.ts';
import { CommandError } from '../command-error.ts';
import type { CommandMeans } from '../command-means.ts';
import { type CommonOptions, createCommand, withHelp } from '../common-options.ts';
import { keepSettings, unnamedSettings } from '../keep-settings.ts';
import { checkAgainstStage, findSecret, onboardShop } from '../onboard-shop.ts';
import { onStage } from '../on-stage.ts';
import { CredentialsMissingError, readApplication } from '../plan-world.ts';
import { readRememberedWorld, writeRememberedWorld } from '../remembered-world.ts';
import { checkShops, readShopsFile } from '../shops-file.ts';
import type { Shop } from '../../../shared/shops/shop.ts';
import type { StageConnection } from '../stage-connection.ts';

/** `azi shop add`: makes shops known to a stage, or brings them up to date; writes the application's credentials. */
export const shopAddCommand = (means: CommandMeans): Command =>
  withHelp(
    createCommand('add', 'make a shop known to a stage, or bring it up to date')
      .argument('[file]', 'JSON: one shop or an array of them, as for azi run --shops')
      .option('--shop-id <id>', 'yours to choose: 1 to 32 of A-Z, a-z, 0-9 and -')
      .option('--seller-id <id>', 'the merchant token in Seller Central')
      .option('--region <region>', 'na, eu or fe')
      .option('--marketplaces <ids>', 'marketplace ids of that region, separated by commas')
      .option('--refresh-token-env <variable>', 'the environment variable that holds the LWA refresh token')
      .option('--refresh-token-stdin', 'read the LWA refresh token from stdin')
      .option('--downstream-url <url>', 'where batches are posted, signed with AZI_DOWNSTREAM_SECRET')
      .option('--since <iso>', 'first moment of interest (default: thirty days ago)')
      .option('--deliver-buyer-data', 'ask Amazon for buyers and recipients, and join them into what is delivered')
      .option('--no-deliver-buyer-data', 'no longer ask for them')
      .option('--application', 'store LWA_CLIENT_ID and LWA_CLIENT_SECRET as the stage’s application')
      .action((file: string | undefined, options: AddOptions) =>
        answer({ json: options.json, empty: { shops: [] }, work: () => add(file, options, means) }, means),
      ),
    HELP,
  );

interface AddOptions extends CommonOptions {
  readonly shopId?: string;
  readonly sellerId?: string;
  readonly region?: string;
  readonly marketplaces?: string;
  readonly refreshTokenEnv?: string;
  readonly refreshTokenStdin?: boolean;
  readonly downstreamUrl?: string;
  readonly since?: string;
  readonly deliverBuyerData?: boolean;
  readonly application?: boolean;
}

async function add(file: string | undefined, options: AddOptions, means: CommandMeans): Promise<Answer> {
  const application = options.application ? readApplication(means.environment) : undefined;
  if (options.application && !application)
    throw new CredentialsMissingError('--application stores the LWA application');
  const shops = await readShops(file, options, means);
  if (shops.length === 0 && !application) {
    throw new CommandError(
      'azi shop add names no shop.',
      'Give --shop-id and the rest, or a FILE.json; azi shop add --help shows both.',
    );
  }

  return onStage(
    { options, command: 'azi shop add', create: true },
    async (connection) => {
      const existing = await connection.shops.list();
      for (const shop of shops) checkAgainstStage(shop, existing, connection);
      refuseSimulated(shops, options, connection);
      if (application) await connection.secrets.saveApplication(application);
      if (application && connection.stage === 'local') rememberApplication(options);
      const added: AddedShop[] = [];
      for (const shop of shops) {
        const stored = existing.find(({ shopId }) => shopId === shop.shopId);
        added.push(await addShop(shop, { stored, inFull: file !== undefined }, connection));
      }
      return toAnswer({ added, application: application !== undefined }, connection);
    },
    means,
  );
}

interface AddedShop {
  /** As it is stored now. */
  readonly shop: ShopToOnboard;
  readonly news: string;
}

/** A file says all of a shop; flags say what is to be different, and the rest stays as it is stored. */
async function addShop(
  given: ShopToOnboard,
  { stored, inFull }: { stored: Shop | undefined; inFull: boolean },
  connection: StageConnection,
): Promise<AddedShop> {
  const secret = stored && (await findSecret(given.shopId, connection));
  const before = stored && { ...stored, downstreamSecret: secret?.downstreamSecret };
  const shop = before && !inFull ? keepSettings(given, before) : given;
  const unnamed = before ? unnamedSettings(given, before) : [];
  await onboardShop(shop, connection);
  const told = unnamed.length === 0 ? '' : `; ${inFull ? 'no longer set' : 'kept as they were'}: ${unnamed.join(', ')}`;
  return {
    shop,
    news: `${stored ? 'brought up to date' : 'added'} in stage ${connection.stage}, with a schedule for every sync${told}`,
  };
}

async function readShops(file: string | undefined, options: AddOptions, means: CommandMeans): Promise<ShopToOnboard[]> {
  const { shopId, sellerId, region, marketplaces, downstreamUrl, since, deliverBuyerData } = options;
  if (file !== undefined) {
    if (shopId !== undefined) throw new CommandError('Both a file and --shop-id are given.', 'Give one of them.');
    return readShopsFile(file, means);
  }
  if (shopId === undefined && sellerId === undefined) return [];
  const given = {
    shopId,
    sellerId,
    region,
    marketplaceIds: marketplaces?.split(',').map((id) => id.trim()),
    refreshToken: await readRefreshToken(options, means),
    downstreamUrl,
    downstreamSecret: downstreamUrl === undefined ? undefined : means.environment.AZI_DOWNSTREAM_SECRET,
    since,
    deliverBuyerData,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return checkShops(Object.fromEntries(entries), { file: 'What azi shop add was given', ...means });
}

/** Never from the command line itself: that stands in the shell's history and in the list of processes. */
async function readRefreshToken(
  { refreshTokenEnv, refreshTokenStdin }: AddOptions,
  { environment, stdin }: CommandMeans,
): Promise<string> {
  if (refreshTokenStdin) return (await readAll(stdin)).trim();
  if (refreshTokenEnv === undefined) {
    throw new CommandError(
      'The refresh token is missing.',
      'Name the variable that holds it with --refresh-token-env VARIABLE, or pipe it in with --refresh-token-stdin.',
    );
  }
  const token = environment[refreshTokenEnv];
  if (token === undefined || token === '') {
    throw new CommandError(
      `--refresh-token-env names ${refreshTokenEnv}, which is not set.`,
      `Export ${refreshTokenEnv} with the LWA refresh token in it.`,
    );
  }
  return token;
}

/** A real shop must not take over a simulated one's orders. */
function refuseSimulated(shops: readonly ShopToOnboard[], options: AddOptions, { stage }: StageConnection): void {
  if (stage !== 'local') return;
  const { simulatedShops } = readRememberedWorld(resolve(options.state));
  const simulated = shops.find(({ shopId }) => simulatedShops.some((shop) => shop.shopId === shopId));
  if (!simulated) return;
  throw new CommandError(
    `shop "${simulated.shopId}": the state directory holds simulated orders under this shopId.`,
    'Choose another shopId, or another state directory with --state DIR.',
  );
}

function rememberApplication(options: AddOptions): void {
  const stateDir = resolve(options.state);
  writeRememberedWorld(stateDir, { ...readRememberedWorld(stateDir), applicationStored: true });
}

function toAnswer(
  { added, application }: { added: readonly AddedShop[]; application: boolean },
  { stage }: StageConnection,
): Answer {
  const lines = added.map(({ shop: { shopId, sellerId, region, downstreamUrl }, news }) => {
    const silent = downstreamUrl === undefined ? '; it has no downstream URL: its records are stored, and wait' : '';
    return `${shopId} (${sellerId}, ${region}) ${news}${silent}.`;
  });
  return {
    json: { shops: added.map(({ shop }) => settingsOf(shop)), application },
    text: [...(application ? [`The LWA application of stage ${stage} is stored.`] : []), ...lines].join('\n'),
    ok: true,
  };
}

/** Secrets are not printed. */
function settingsOf(shop: ShopToOnboard) {
  const { refreshToken: _, downstreamSecret: __, ...settings } = shop;
  return settings;
}

const HELP = `
Tokens and secrets never stand on the command line: they come from variables, from stdin or from a file, and are kept in
SSM Parameter Store as SecureStrings (on this machine: sealed in the state directory). Running it again for a shop
brings it up to date; cursors and the expressions of its schedules stay. Flags change what they name, and everything else
that is stored of the shop stays; a file says all of a shop: what it leaves out is no longer set. The answer names both.

Each stage has one LWA application, written with --application once, and again after each rotation (180 days).

Variables:
  LWA_CLIENT_ID, LWA_CLIENT_SECRET   for --application
  AZI_DOWNSTREAM_SECRET              for --downstream-url: "whsec_" + base64

Examples:
  azi shop add --application --stage prod
  azi shop add --stage prod --shop-id my-shop --seller-id A1EXAMPLE2SELLER --region eu \\
      --marketplaces A1PA6795UKMFR9,A13V1IB3VIYZZH --refresh-token-env REFRESH_TOKEN \\
      --downstream-url https://erp.example.com/amazon
  azi shop add shops.json
`;
