/** No video platform has data of 1970: times of that year are numbers that count events, one a second (`order`). */
const endOfFirstYearMs = 365 * 86_400_000;

/** A moment of the data in words: the event's number where times only count, otherwise what `date` makes of it. */
export const momentText = (ms: number, date: (ms: number) => string): string =>
  ms >= 0 && ms < endOfFirstYearMs ? `time ${ms / 1_000}` : date(ms);
