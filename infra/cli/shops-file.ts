import { readFile } from 'node:fs/promises';
import { CommandError } from './command-error.ts';
import { checkShop, type ShopToOnboard } from './check-shop.ts';

/** The shops of `--shops FILE` are wrong. Every line of the message names the shop, the field, the limit and the cure. */
export class ShopsFileError extends CommandError {
  override readonly name = 'ShopsFileError';
}

/** Reads and checks the shops of a file. Throws a ShopsFileError with everything that is wrong in it, all at once. */
export async function readShopsFile(file: string, means: { now: () => Date }): Promise<ShopToOnboard[]> {
  return checkShops(parse(await read(file), file), { file, ...means });
}

/** One shop, or an array of them. */
export function checkShops(content: unknown, { file, now }: { file: string; now: () => Date }): ShopToOnboard[] {
  const entries: unknown[] = Array.isArray(content) ? content : [content];
  if (entries.length === 0) {
    throw new ShopsFileError(`${file} names no shop.`, 'Give a JSON array with at least one shop.');
  }
  const checked = entries.map((entry, index) => checkShop(entry, { name: nameOf(entry, index), now }));
  const shops = checked.flatMap(({ shop }) => shop ?? []);
  const problems = [...checked.flatMap((each) => each.problems), ...duplicates(shops)];
  if (problems.length > 0) {
    throw new ShopsFileError(
      [`${file} cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'),
      'Correct the file and run the command again. Nothing was changed.',
    );
  }
  return shops;
}

/** Two shops of one seller and region would draw on one usage plan and write over each other. */
function duplicates(shops: readonly ShopToOnboard[]): string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  const sellers = new Map<string, string>();
  for (const { shopId, sellerId, region } of shops) {
    if (seen.has(shopId)) problems.push(`shop "${shopId}": shopId is used twice; give each shop an id of its own.`);
    const seller = `${sellerId} in ${region}`;
    const other = sellers.get(seller);
    if (other !== undefined && !seen.has(shopId)) {
      problems.push(
        `shop "${shopId}": sellerId ${seller} is already shop "${other}"; a seller and region is one shop: put all its marketplaceIds there.`,
      );
    }
    seen.set(shopId, seller);
    if (other === undefined) sellers.set(seller, shopId);
  }
  return problems;
}

const nameOf = (entry: unknown, index: number) =>
  typeof entry === 'object' &&
  entry !== null &&
  'shopId' in entry &&
  typeof entry.shopId === 'string' &&
  entry.shopId !== ''
    ? `shop "${entry.shopId}"`
    : `shop number ${index + 1}`;

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new ShopsFileError(
      `The shops file ${file} cannot be read (${code}).`,
      'Give the path of a JSON file with an array of shops; azi run --help shows one.',
      { cause },
    );
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own words quote the file, and the file holds refresh tokens: only the place is told.
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position === undefined ? '' : ` near line ${text.slice(0, Number(position)).split('\n').length}`;
    throw new ShopsFileError(
      `The shops file ${file} is not JSON${line}.`,
      'It must be a JSON array of shops; azi run --help shows one.',
    );
  }
}
