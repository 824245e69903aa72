const candidates = [',', '\t', ';', '|', '::', '^', '\u0001', '\u001f'];

/**
 * The delimiter of a file from its first text: the one that splits most of the first lines into the same number of
 * cells (more than one), ignoring quoted text. `,` when no delimiter fits: a file of one column.
 */
export function detectDelimiter(text: string): string {
  // A backslash before a quotation mark may or may not escape it: use the reading in which the lines split more consistently.
  const readings = [/"[^"]*(?:""[^"]*)*"/g, /"[^"\\]*(?:(?:""|\\.)[^"\\]*)*"/g].map((quoted) => firstRecords(text, quoted, 50));
  const [lines] = readings;
  let best = ',';
  let bestScore = 0;
  for (const [delimiter, read] of candidates.flatMap((sign) => readings.map((reading) => [sign, reading] as const))) {
    const counts = read.map((line) => line.split(delimiter).length);
    const typical = mostFrequent(counts);
    if (typical < 2) continue;
    const agreeing = counts.filter((count) => count === typical).length / counts.length;
    // Agreement decides; the number of columns only breaks near-ties ("1::2::3" also splits at… nothing else).
    const score = agreeing + Math.min(typical, 20) / 100;
    if (score > bestScore + 1e-9) {
      best = delimiter;
      bestScore = score;
    }
  }
  if (bestScore > 0) return isFollowedByBlank(lines, best) ? `${best} ` : best;
  return dividedByBlanks(lines) ? ' ' : ',';
}

/** Whether a blank belongs to the delimiter: one follows each, outside quoted text. */
const isFollowedByBlank = (lines: readonly string[], delimiter: string): boolean =>
  (delimiter === ',' || delimiter === ';') &&
  lines.length > 1 &&
  lines.every((line) =>
    line
      .split(delimiter)
      .slice(1)
      .every((cell) => /^ ([^ ]|$)/.test(cell)),
  );

/** Ids and numbers with one blank between them, and at least two on a line: words of a text are not ids. */
function dividedByBlanks(lines: readonly string[]): boolean {
  const cells = lines.map((line) => line.trim().split(' '));
  const rows = cells.slice(1); // the first row may be a header
  return rows.length > 0 && rows.every((row) => row.length > 1 && row.every((cell) => /^[\w.:-]+$/.test(cell) && /\d/.test(cell)));
}

/** Lines with quoted parts blanked out, blank lines left out. */
function firstRecords(text: string, quoted: RegExp, limit: number): string[] {
  return text
    .replace(quoted, '""')
    .split(/\r\n|\n|\r/, limit * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, limit);
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, frequency] of times) if (frequency > (times.get(best) ?? 0)) best = count;
  return best;
}
