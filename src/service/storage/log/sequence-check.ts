import type { FoundProblem } from '../files/set-aside';
import type { LogRecord, Segment } from './segment-reader';

/**
 * Reads segments in order and checks that numbers increase by one: a missing or repeated number is damage, even if every line matches its checksum.
 */
export class SequenceCheck<Event> {
  /** The expected number of the next record; undefined before the first segment of a log with an unknown beginning. */
  #expected: number | undefined;

  /** `after`: the last number in the tables; older records may be present or not. */
  constructor(private readonly after: number | undefined) {}

  get next(): number {
    return this.#expected ?? 1;
  }

  /**
   * `following`: first number of the next segment. Records from there on were refused to their callers, in a segment that could not be cut
   * back, and are void.
   */
  segment(first: number, following: number | undefined, { lines, problem }: Segment<Event>): Checked<Event> {
    const problems: FoundProblem[] = [];
    const records: LogRecord<Event>[] = [];
    const end = following ?? Infinity;
    const begin = this.#expected ?? Math.min(first, (this.after ?? first - 1) + 1);
    if (first > begin) problems.push({ line: null, reason: `${missing(begin, first - 1)}: no segment holds them` });
    let expected = Math.max(begin, first);
    let damaged = 0;
    if (problem !== undefined) problems.push({ line: null, reason: problem });
    for (const { number: line, record, problem: wrong } of lines) {
      if (wrong !== undefined) problems.push({ line, reason: wrong });
      if (!record) damaged++;
      else if (record.sequence < end) {
        if (record.sequence < expected) problems.push({ line, reason: `the record repeats number ${record.sequence}` });
        else {
          // The damaged lines before it had the numbers in between.
          if (record.sequence > expected + damaged)
            problems.push({ line, reason: `${missing(expected + damaged, record.sequence - 1)} before it` });
          records.push(record);
          expected = record.sequence + 1;
          damaged = 0;
        }
      }
    }
    expected = Math.min(expected + damaged, end);
    if (following !== undefined && following > expected) {
      problems.push({ line: null, reason: `${missing(expected, following - 1)} at its end` });
      expected = following;
    }
    this.#expected = expected;
    return { records, problems };
  }
}

interface Checked<Event> {
  readonly records: readonly LogRecord<Event>[];
  readonly problems: readonly FoundProblem[];
}

const missing = (from: number, to: number): string => (from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`);
