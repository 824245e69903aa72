import { LineReader } from './line-reader';
import type { RunFormat } from './run-format';

const hash = 35;
const isSpace = (byte: number | undefined): boolean => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 12);
const expected = 'query Q0 document rank score tag';

/** `query Q0 document rank score tag`, separated by white space. */
export const trecLines: RunFormat = {
  id: 'trec',
  label: 'TREC run',
  recognises: (lines) =>
    lines.length > 0 && lines.every((line) => /^\S+\s+Q0\s+\S+\s+\S+\s+\S+(\s|$)/i.test(line.trim()) && !line.includes('{')),
  reader(builder) {
    const starts = new Int32Array(8);
    const ends = new Int32Array(8);
    const lines = new LineReader((bytes, start, end, line) => {
      const count = split(bytes, start, end, starts, ends);
      if (count === 0 || bytes[starts[0] as number] === hash) return;
      if (count < 5) {
        const found = bytes.toString('utf8', start, Math.min(end, start + 200));
        throw builder.failed(line, `${count} fields where “${expected}” was expected`, `Write one line per document: ${expected}`, found);
      }
      builder.user(bytes, starts[0] as number, ends[0] as number, line);
      builder.item(bytes, starts[2] as number, ends[2] as number, line);
      builder.number('rank', bytes, starts[3] as number, ends[3] as number, line);
      builder.number('score', bytes, starts[4] as number, ends[4] as number, line);
    });
    return { push: (block) => lines.push(block), finish: () => lines.finish() };
  },
};

/** Finds the positions of the first fields; returns their number, at most as many as fit. */
function split(bytes: Buffer, start: number, end: number, starts: Int32Array, ends: Int32Array): number {
  let count = 0;
  for (let at = start; at < end && count < starts.length;) {
    while (at < end && isSpace(bytes[at])) at++;
    if (at === end) break;
    starts[count] = at;
    while (at < end && !isSpace(bytes[at])) at++;
    ends[count++] = at;
  }
  return count;
}
