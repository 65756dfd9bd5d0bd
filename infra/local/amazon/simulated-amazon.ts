import type { Region } from '../../../shared/shops/shop.ts';
import { Faults } from './faults.ts';
import { AccessTokens } from './gateway/access-tokens.ts';
import { answerRequest, type GatewayAnswer } from './gateway/gateway.ts';
import { TokenBuckets } from './gateway/token-buckets.ts';
import { type HttpAnswer, type HttpRequest, listen } from './http-listener.ts';
import { type Application, answerTokenRequest } from './lwa/token-endpoint.ts';
import { operations } from './operations.ts';
import { countCalls, type LoggedRequest, queryForLog } from './request-log.ts';
import { requestIds } from './request-ids.ts';
import { answerDownload } from './reports/answer-download.ts';
import { MeasuredDocuments } from './reports/documents/measured-documents.ts';
import { isDocumentPath } from './reports/presigned-url.ts';
import { DEFAULT_REPORT_TIMES, type ReportTimes } from './reports/report-book.ts';
import { RestrictedTokens } from './tokens/restricted-tokens.ts';
import { openAccount, type SellerAccount, type SellerOptions } from './seller-account.ts';

/** The world to simulate. The same options and the same requests at the same times give the same answers. */
export interface SimulatedAmazonOptions {
  readonly sellers: readonly SellerOptions[];
  readonly applications: readonly Application[];
  /** @default 'azi' */
  readonly seed?: string;
  /** Multiplies the rates of all usage plans; bursts stay. @default 1 */
  readonly speed?: number;
  /** Amazon's clock, which may be off from ours. @default this machine's */
  readonly now?: () => Date;
  /** How long reports take, at speed 1. @default ten seconds in the queue, twenty in the making */
  readonly reportTimes?: ReportTimes;
  /** @default 0: any free one */
  readonly port?: number;
}

/** A running stand-in for SP-API and Login with Amazon, on 127.0.0.1. */
export interface SimulatedAmazon {
  readonly port: number;
  /** Base URL for SP-API, whatever the region. */
  readonly spApiEndpoint: string;
  /** The full URL of the token endpoint. */
  readonly lwaEndpoint: string;
  /** What goes wrong; see `faults.ts`. */
  readonly faults: Faults;
  /** Every request so far, in order of arrival of its answer. */
  readonly requests: readonly LoggedRequest[];
  /** How often each operation was called, by API and name (`orders-2026-01-01 getOrder`); of one seller, if given. */
  countCalls(sellerId?: string): Readonly<Record<string, number>>;
  /** The account of a seller (in a region, where it has several). Throws when there is none. */
  account(sellerId: string, region?: Region): SellerAccount;
  /** Breaks what is open and closes the port. */
  stop(): Promise<void>;
}

/** What one of the three servers behind the port has answered. */
type Given = Omit<HttpAnswer, 'requestId' | 'date'> & Omit<LoggedRequest, 'path' | 'time' | 'requestId'>;

const TOKEN_PATH = '/auth/o2/token';

/** Starts a simulated Amazon. Fails when the port is taken. */
export async function startSimulatedAmazon(options: SimulatedAmazonOptions): Promise<SimulatedAmazon> {
  const { seed = 'azi', speed = 1, now = () => new Date(), port = 0 } = options;
  const faults = new Faults();
  const amazonNow = () => new Date(now().getTime() + faults.clockSkewMs);
  let origin = '';
  const reports = {
    switches: faults.reports,
    times: options.reportTimes ?? DEFAULT_REPORT_TIMES,
    signing: () => ({ origin, signingKey: seed }),
  };
  const world = { seed, now, amazonNow, speed, outbound: faults.outbound, reports };
  const sellers = options.sellers.map((seller) => openAccount(seller, world));
  const accessTokens = new AccessTokens(faults, seed);
  const tokenMeans = { applications: options.applications, sellers, accessTokens, faults, now };
  const buckets = new TokenBuckets();
  const restrictedTokens = new RestrictedTokens(faults, seed);
  const gatewayMeans = {
    operations,
    accessTokens,
    restrictedTokens,
    buckets,
    faults,
    speed,
    signingKey: seed,
    now,
    amazonNow,
  };
  const measured = new MeasuredDocuments();
  const downloadMeans = { sellers, switches: faults.reports, measured, signingKey: seed, now: amazonNow };
  const requests: LoggedRequest[] = [];
  const nextRequestId = requestIds(seed);

  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const { pathname } = request.url;
    const given: Given =
      pathname === TOKEN_PATH
        ? answerLwa(request)
        : await (isDocumentPath(pathname) ? answerStorage(request) : answerSpApi(request));
    const { status, body, broken, rateLimit, query, api, operationId, sellerId, fault, download } = given;
    const requestId = nextRequestId();
    requests.push({
      ...(api && { api }),
      operationId,
      path: pathname,
      status: broken ? 0 : status,
      time: amazonNow().toISOString(),
      requestId,
      ...(sellerId && { sellerId }),
      query,
      ...(fault && { fault }),
    });
    return {
      status,
      body,
      requestId,
      date: amazonNow(),
      ...(rateLimit && { rateLimit }),
      ...(broken && { broken }),
      ...(download && { download }),
    };
  };

  const answerStorage = async (request: HttpRequest) => {
    const { answer: download, sellerId, damage } = await answerDownload(request, downloadMeans);
    const known = { operationId: 'downloadDocument', ...(sellerId && { sellerId }), query: {} };
    return { ...known, status: download.status, download, ...(damage && { fault: damage }) };
  };

  const answerSpApi = async (request: HttpRequest) => {
    const given = await answerRequest(request, gatewayMeans);
    return { ...given, query: queryForLog(request.url.searchParams) };
  };

  const answerLwa = (request: HttpRequest): GatewayAnswer & Pick<LoggedRequest, 'query'> => {
    const { grantType = '', ...given } = answerTokenRequest(request, tokenMeans);
    return { ...given, operationId: 'token', query: { grant_type: grantType } };
  };

  const listener = await listen(port, answer);
  origin = `http://127.0.0.1:${listener.port}`;
  return {
    port: listener.port,
    spApiEndpoint: origin,
    lwaEndpoint: `${origin}${TOKEN_PATH}`,
    faults,
    requests,
    countCalls: (sellerId) => countCalls(requests, sellerId),
    account: (sellerId, region) => findAccount(sellers, sellerId, region),
    stop: listener.close,
  };
}

function findAccount(sellers: readonly SellerAccount[], sellerId: string, region?: Region): SellerAccount {
  const account = sellers.find((seller) => seller.sellerId === sellerId && (!region || seller.region === region));
  if (!account) throw new Error(`The simulated Amazon has no seller ${sellerId}${region ? ` in ${region}` : ''}.`);
  return account;
}
