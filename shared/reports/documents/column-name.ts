/** A column's name with what varies taken out: `Amazon RMA ID`, `amazon_rma_id` and `amazon-rma-id` are one. */
export const columnName = (name: string) =>
  name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_./-]+/g, '-');

/** `license-plate-number` as `licensePlateNumber`: the name of a field of ours. */
export const fieldName = (name: string) =>
  columnName(name).replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
