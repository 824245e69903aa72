/** `#rrggbb` between two colours written `#rgb` or `#rrggbb`; `share` in [0, 1]. */
export function mixColors(from: string, to: string, share: number): string {
  const bounded = Math.max(0, Math.min(1, share));
  const [a, b] = [channels(from), channels(to)];
  const mixed = a.map((value, i) => Math.round(value + ((b[i] ?? value) - value) * bounded));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(color: string): number[] {
  const digits = color.trim().slice(1);
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}
