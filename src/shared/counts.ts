export const MINUS = '\u2212';

/**
 * A number as people read it: `1,500`, `−2,000.5`. Grouped by hand, because the first use of a locale formatter is slow.
 */
export function formatCount(value: number): string {
  const [whole = '', ...fraction] = String(Math.abs(value)).split('.');
  return (value < 0 ? MINUS : '') + [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

/** A share in percent with the digits it was given, up to four: `95%`, `97.5%`, `99.9%`. */
export const formatShare = (share: number): string => `${Number((share * 100).toPrecision(4))}%`;

/** `1 video`, `1,500 videos`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;
