import type { CustomerAddress, Recipient } from '@sp-api-sdk/orders-api-2026-01-01';
import type { SeededRandom } from '../seeded-random.ts';

const FIRST_NAMES = [
  'Ada',
  'Bruno',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Iván',
  'Jörg',
  'Kofi',
  'Łucja',
] as const;
const LAST_NAMES = [
  'Ashdown',
  'Bär',
  'Castañeda',
  'Dubois',
  'Eklund',
  'Fitzroy',
  'García',
  'Hoshino',
  'Ivory',
  'Jansen',
] as const;
const STREETS = ['Example Street', 'Sample Avenue', 'Specimen Road', 'Pattern Lane', 'Model Boulevard'] as const;

type Place = readonly [city: string, stateOrRegion: string, postalCode: string];
const PLACES: Readonly<Record<string, readonly [Place, ...Place[]]>> = {
  US: [
    ['Springfield', 'IL', '62701'],
    ['Lawrence', 'KS', '66044'],
    ['Portland', 'OR', '97201'],
  ],
  CA: [
    ['Toronto', 'ON', 'M5V 2T6'],
    ['Montréal', 'QC', 'H2Y 1C6'],
    ['Halifax', 'NS', 'B3H 4R2'],
  ],
  MX: [
    ['Guadalajara', 'Jalisco', '44100'],
    ['Mérida', 'Yucatán', '97000'],
  ],
  GB: [
    ['Leeds', 'West Yorkshire', 'LS1 4DY'],
    ['Cardiff', 'Wales', 'CF10 1EP'],
  ],
  DE: [
    ['Köln', 'Nordrhein-Westfalen', '50667'],
    ['Leipzig', 'Sachsen', '04109'],
  ],
  FR: [['Lyon', 'Auvergne-Rhône-Alpes', '69001']],
  JP: [
    ['渋谷区', '東京都', '150-0002'],
    ['大阪市', '大阪府', '530-0001'],
  ],
};
const SOMEWHERE: readonly [Place, ...Place[]] = [['Sampletown', 'Sample Region', '10001']];

/** An invented person. */
export interface Person {
  readonly name: string;
  readonly address: CustomerAddress;
  /** Some tell the carrier where to put things. */
  readonly deliveryPreference?: Recipient['deliveryPreference'];
}

/** Invents somebody who lives in this country. */
export function inventPerson(random: SeededRandom, countryCode: string): Person {
  const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
  const [city, stateOrRegion, postalCode] = random.pick(PLACES[countryCode] ?? SOMEWHERE);
  const address = {
    name,
    addressLine1: `${random.integer(1, 999)} ${random.pick(STREETS)}`,
    ...(random.chance(0.3) && { addressLine2: `Apt ${random.integer(1, 80)}` }),
    city,
    stateOrRegion,
    postalCode,
    countryCode,
    phone: `+1 555-01${random.digits(2)}`,
    addressType: random.chance(0.8) ? 'RESIDENTIAL' : 'COMMERCIAL',
  };
  const deliveryPreference = {
    dropOffLocation: 'Porch',
    addressInstruction: 'Behind the green gate, please knock twice',
  };
  return { name, address, ...(random.chance(0.2) && { deliveryPreference }) };
}
