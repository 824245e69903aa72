/** Whether an ascending array holds a value, by binary search: for a few dozen values, faster than building a set. */
export function hasAscending(values: Int32Array, target: number): boolean {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < target) low = middle + 1;
    else high = middle;
  }
  return low < values.length && values[low] === target;
}
