import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkShops, readShopsFile, ShopsFileError } from '../../../infra/cli/shops-file.ts';
import { aziPlace } from '../../support/azi.ts';
import { shopEntry } from '../../support/shop-entry.ts';

const now = () => new Date('2026-11-21T12:00:00Z');

function problemsOf(content: unknown): string {
  try {
    checkShops(content, { file: 'shops.json', now });
  } catch (error) {
    if (error instanceof ShopsFileError) return error.message;
    throw error;
  }
  return '';
}

describe('a shops file', () => {
  it('is taken as it is when nothing is wrong with it', () => {
    const full = shopEntry({
      downstreamUrl: 'https://erp.example.com/in',
      downstreamSecret: 'whsec_c2VjcmV0',
      deliverBuyerData: true,
    });

    expect(checkShops([full], { file: 'shops.json', now })).toEqual([{ ...full, since: undefined }]);
  });

  it.each([
    ['a missing field', { region: undefined }, 'shop "shop-1": region is missing; it must be na'],
    ['an unknown region', { region: 'us' }, 'shop "shop-1": region "us" is unknown; it must be na'],
    ['a shopId that is too long', { shopId: 'x'.repeat(33) }, 'shopId must be 1 to 32 of'],
    ['a shopId with a blank', { shopId: 'my shop' }, 'shop "my shop": shopId must be 1 to 32 of'],
    ['a sellerId that is none', { sellerId: '' }, 'sellerId must be 1 to 64 letters and digits'],
    [
      'no marketplaces',
      { marketplaceIds: [] },
      'marketplaceIds must be an array of 1 to 50 marketplace ids of region eu: A28R8C7NBKEWEA (IE)',
    ],
    [
      'an unknown marketplace',
      { marketplaceIds: ['A1XXXXXXXXXXXX'] },
      'marketplaceIds names the unknown marketplace "A1XXXXXXXXXXXX"; use those of region eu',
    ],
    ['a country where an id belongs', { marketplaceIds: ['DE'] }, 'perhaps A1PA6795UKMFR9 (DE) is meant.'],
    [
      'a marketplace of another region',
      { marketplaceIds: ['ATVPDKIKX0DER'] },
      '"ATVPDKIKX0DER" (US), which is of region na, not eu',
    ],
    [
      'a marketplace named twice',
      { marketplaceIds: ['A1PA6795UKMFR9', 'A1PA6795UKMFR9'] },
      'names a marketplace twice',
    ],
    ['a field nobody knows', { refreshtoken: 'x' }, '"refreshtoken" is not a field of a shop'],
    ['a misspelled field', { downstreamURL: 'https://x.example.com' }, 'perhaps downstreamUrl is meant.'],
    ['a flag in quotes', { deliverBuyerData: 'yes' }, 'deliverBuyerData must be true or false, without quotes'],
    [
      'a URL that is none',
      { downstreamUrl: 'erp', downstreamSecret: 'whsec_c2VjcmV0' },
      'downstreamUrl is no URL; give a full URL',
    ],
    [
      'another protocol',
      { downstreamUrl: 'ftp://erp.example.com', downstreamSecret: 'whsec_c2VjcmV0' },
      'downstreamUrl must begin with https://',
    ],
    [
      'a URL with a password',
      { downstreamUrl: 'https://canary-user:canary-password@erp.example.com/in', downstreamSecret: 'whsec_c2VjcmV0' },
      'downstreamUrl must hold no user name or password; give it without',
    ],
    [
      'a URL without a secret',
      { downstreamUrl: 'https://erp.example.com' },
      'downstreamSecret is needed beside downstreamUrl',
    ],
    [
      'a secret of another form',
      { downstreamSecret: 'canary-secret' },
      'downstreamSecret must be "whsec_" and the secret in base64; make one with',
    ],
    ['a moment in the future', { since: '2027-01-01' }, 'shop "shop-1": since "2027-01-01" is in the future'],
  ])('with %s is refused with shop, field, limit and cure', (_, changes, words) => {
    const problems = problemsOf([shopEntry(changes)]);

    expect(problems).toContain(words);
    expect(problems).not.toContain('canary');
  });

  it('never quotes tokens and secrets', () => {
    const words = problemsOf([
      shopEntry({ refreshToken: 'canary token', downstreamSecret: 'canary-secret', region: 'x' }),
    ]);

    expect(words).toContain('refreshToken must be');
    expect(words).not.toContain('canary');
  });

  it('is told everything that is wrong with it at once', () => {
    const words = problemsOf([
      shopEntry({ region: 'x' }),
      shopEntry({ shopId: 'shop-2', refreshToken: undefined }),
      'shop-3',
    ]);

    expect(words).toContain('shop "shop-1": region');
    expect(words).toContain('shop "shop-2": refreshToken is missing');
    expect(words).toContain('shop number 3: is no JSON object');
  });

  it('does not name a shop twice, nor a seller and region', () => {
    expect(problemsOf([shopEntry(), shopEntry({ sellerId: 'A2OTHER' })])).toContain(
      'shop "shop-1": shopId is used twice',
    );
    expect(problemsOf([shopEntry(), shopEntry({ shopId: 'shop-2' })])).toContain(
      'shop "shop-2": sellerId A1TESTSELLER in eu is already shop "shop-1"',
    );
    expect(
      problemsOf([shopEntry(), shopEntry({ shopId: 'shop-2', region: 'na', marketplaceIds: ['ATVPDKIKX0DER'] })]),
    ).toBe('');
  });

  it('that is not there, or is no JSON, is named without what is in it', async () => {
    await using place = await aziPlace();
    await writeFile(place.path('broken.json'), '[\n{ "refreshToken": "canary" oops }\n]');

    await expect(readShopsFile(place.path('none.json'), { now })).rejects.toThrow('cannot be read (ENOENT)');
    await expect(readShopsFile(place.path('broken.json'), { now })).rejects.toThrow(/is not JSON/);
    await expect(readShopsFile(place.path('broken.json'), { now })).rejects.not.toThrow(/canary/);
  });
});
