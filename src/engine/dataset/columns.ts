/**
 * Renumbers labels in order of first appearance and drops the unused ones, so that equal contents have equal codes
 * however the column was made. Codes below 0 stay −1. Returns the same arrays when nothing changes.
 */
export function canonicalCodes<Codes extends Int32Array | Uint8Array>(
  labels: readonly string[],
  codes: Codes,
): { labels: readonly string[]; codes: Codes } {
  const renumbered = new Int32Array(labels.length).fill(-1);
  const order: number[] = [];
  let unchanged = true;
  for (const code of codes) {
    if (code < 0 || renumbered[code] !== -1) continue;
    renumbered[code] = order.length;
    unchanged &&= code === order.length;
    order.push(code);
    if (order.length === labels.length) break;
  }
  if (unchanged && order.length === labels.length) return { labels, codes };
  return {
    labels: order.map((code) => labels[code]),
    codes: codes.map((code: number) => (code < 0 ? -1 : renumbered[code])) as Codes,
  };
}
