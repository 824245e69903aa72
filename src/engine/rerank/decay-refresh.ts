/** With half-life h a value is 1% off after h · log2(1 / .99) = .0145 h. */
const onePercent = Math.log2(1 / 0.99);

/** How often a decaying value must be written again. */
export function decayRefresh(halfLifeDays: number): string {
  const hours = halfLifeDays * 24 * onePercent;
  const text =
    hours >= 48
      ? `${Math.floor(hours / 24)} days`
      : hours >= 2
        ? `${Math.floor(hours)} hours`
        : `${Math.max(1, Math.floor(hours * 60))} minutes`;
  return `every ${text}: after that the half-life of ${halfLifeDays} days has moved it by 1%`;
}
