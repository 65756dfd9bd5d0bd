/** Cuts a stream into groups of at most `maxCount` and `maxBytes`, in order. A single one over `maxBytes` is a group of its own. */
export async function* cutBatches<Item>(
  items: AsyncIterable<Item>,
  { maxCount, maxBytes, bytes }: { maxCount: number; maxBytes: number; bytes: (item: Item) => number },
): AsyncIterable<Item[]> {
  let group: Item[] = [];
  let groupBytes = 0;
  for await (const item of items) {
    const itemBytes = bytes(item);
    if (group.length === maxCount || (group.length > 0 && groupBytes + itemBytes > maxBytes)) {
      yield group;
      group = [];
      groupBytes = 0;
    }
    group.push(item);
    groupBytes += itemBytes;
  }
  if (group.length > 0) yield group;
}
