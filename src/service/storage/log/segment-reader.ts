import { crc32 } from 'node:zlib';

/** Any JSON value; the log numbers it. */
export interface LogRecord<Event> {
  readonly sequence: number;
  readonly event: Event;
}

interface Line<Event> {
  /** 1-based. */
  readonly number: number;
  /** Undefined where the line is damaged. */
  readonly record: LogRecord<Event> | undefined;
  readonly problem?: string;
}

export interface Segment<Event> {
  readonly lines: readonly Line<Event>[];
  /** A problem of the whole file. */
  readonly problem: string | undefined;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
const encodeLine = (value: unknown): string => {
  const text = JSON.stringify(value);
  return `${checksum(text)} ${text}\n`;
};

export const encodeRecord = <Event>({ sequence, event }: LogRecord<Event>): string => encodeLine([sequence, event]);
/** First line of a segment, which distinguishes an emptied file from a new one. */
export const segmentHead = (first: number): string => encodeLine(['segment', first]);

/**
 * The lines of a segment. A last line without its line feed, or a tail of zeros, was being written when the process or the machine stopped. It was
 * never acknowledged and is skipped. Any other line that does not match its checksum is damage.
 */
export function readSegment<Event>(bytes: Buffer): Segment<Event> {
  if (bytes.length === 0) return { lines: [], problem: 'the file is empty: its content is lost' };
  const lines: Line<Event>[] = [];
  let number = 0;
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.toString('utf8', from, end);
    number++;
    const value = decodeLine(text);
    if (newline < 0) {
      const whole = value ?? decodeLine(text.slice(0, -1));
      if (whole !== undefined && isRecord<Event>(whole)) {
        lines.push({
          number,
          record: asRecord(whole),
          ...(value === undefined && { problem: 'the end of the line is damaged; its record is intact' }),
        });
      }
    } else if (value === undefined) lines.push({ number, record: undefined, problem: 'the line does not match its checksum' });
    else if (isRecord<Event>(value)) lines.push({ number, record: asRecord(value) });
    else if (!isHead(value)) lines.push({ number, record: undefined, problem: 'the line is not a record' });
    from = end + 1;
  }
  return { lines, problem: undefined };
}

function decodeLine(line: string): unknown {
  const text = line.slice(9);
  if (line[8] !== ' ' || checksum(text) !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isPair = (value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === 2;
const isHead = (value: unknown): boolean => isPair(value) && value[0] === 'segment';
const isRecord = <Event>(value: unknown): value is [number, Event] =>
  isPair(value) && Number.isSafeInteger(value[0]) && (value[0] as number) >= 1;
const asRecord = <Event>([sequence, event]: [number, Event]): LogRecord<Event> => ({ sequence, event });
