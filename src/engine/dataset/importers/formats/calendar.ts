/** Midnight UTC of a day that exists, in milliseconds since 1970; NaN for the 31st of February. `month` is 0 to 11. */
export function calendarDay(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date.getTime() : NaN;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 0 to 11 for an English month name or its beginning of at least three letters, −1 otherwise. */
export function monthOf(name: string): number {
  const month = monthNames.indexOf(name.slice(0, 3).toLowerCase());
  return /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?$/i.test(
    name,
  )
    ? month
    : -1;
}

/** Two digits are a year from 1970 to 2069, as in spreadsheets. */
export const fullYear = (year: string): number => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900));

const clockPattern = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

/** Milliseconds since midnight UTC of a time of day such as `9:05:00 AM`, `10:00:00.123 UTC` or `10:00+02:00`; NaN for an invalid time. */
export function clockMs(text: string): number {
  const match = clockPattern.exec(text);
  if (!match) return NaN;
  const [, hour, minute, second = '0', fraction = '0', half, zone = 'Z'] = match;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return NaN;
    hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || Number(second) > 60) return NaN;
  return (hours * 3600 + Number(minute) * 60 + Number(second)) * 1000 + Number(`0.${fraction}`) * 1000 - zoneMs(zone);
}

function zoneMs(zone: string): number {
  if (/^[a-z]/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
