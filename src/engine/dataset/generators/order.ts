/** The stable order that sorts 32-bit keys ascending (radix sort, three passes of 11 bits). O(n). */
export function sortedOrder(keys: Uint32Array): Int32Array {
  const count = keys.length;
  let order = Int32Array.from({ length: 0 });
  let next = new Int32Array(count);
  for (const shift of [0, 11, 22]) {
    const starts = new Int32Array(2049);
    for (let i = 0; i < count; i++) starts[((keys[i] >>> shift) & 2047) + 1]++;
    for (let bucket = 0; bucket < 2048; bucket++) starts[bucket + 1] += starts[bucket];
    for (let i = 0; i < count; i++) {
      const source = shift === 0 ? i : order[i];
      next[starts[(keys[source] >>> shift) & 2047]++] = source;
    }
    const held = order.length === count ? order : new Int32Array(count);
    order = next;
    next = held;
  }
  return order;
}
