/** What the simulated sellers sell; prices in US cents. */
export interface CatalogueProduct {
  readonly asin: string;
  readonly sellerSku: string;
  readonly title: string;
  readonly cents: number;
}

const product = (asin: string, sellerSku: string, [title, cents]: [string, number]): CatalogueProduct => ({
  asin,
  sellerSku,
  title,
  cents,
});

export const CATALOGUE: readonly [CatalogueProduct, ...CatalogueProduct[]] = [
  product('B0AZI00001', 'KETTLE-1L-STEEL', ['Kettle, 1 l, brushed steel', 3_499]),
  product('B0AZI00002', 'MUG-BLUE-2', ['Enamel mug, blue, set of 2', 1_899]),
  product('B0AZI00003', 'LAMP/DESK+USB', ['Desk lamp with USB socket', 4_250]),
  product('B0AZI00004', 'TOWEL-100x150', ['Bath towel 100 × 150 cm, "Hotel" quality', 2_375]),
  product('B0AZI00005', 'NOTEBOOK-A5-DOT', ['Notebook A5, dotted, 192 pages', 1_190]),
  product('B0AZI00006', 'KNIFE-CHEF-20', ['Chef’s knife, 20 cm', 5_999]),
  product('B0AZI00007', 'BOTTLE-750-GREEN', ['Drinking bottle 750 ml, green', 2_195]),
  product('B0AZI00008', 'CABLE-USBC-2M', ['USB-C cable, 2 m', 999]),
  product('B0AZI00009', 'PUZZLE-1000-SEA', ['Jigsaw puzzle “Sea”, 1000 pieces', 1_699]),
  product('B0AZI00010', 'CUSHION-45-OCHRE', ['Cushion cover 45 × 45 cm, ochre', 1_450]),
  product('B0AZI00011', 'GRINDER-COFFEE', ['Coffee grinder, hand-cranked', 6_490]),
  product('B0AZI00012', 'APRON-NAME', ['Apron with a name of your choice', 2_790]),
];
