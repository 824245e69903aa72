/** `halfLifeDays` reads `Half life days`. */
export function readable(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A moment in UTC to the minute, `2024-05-24 22:43`; a dash for one beyond the calendar. */
export const minuteText = (timestampMs: number): string =>
  Math.abs(timestampMs) <= 8.64e15 ? new Date(timestampMs).toISOString().slice(0, 16).replace('T', ' ') : '–';
