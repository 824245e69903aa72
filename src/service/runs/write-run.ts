import { extname } from 'node:path';
import type { ParquetColumn } from '#engine/model/table-file';
import type { FusedEntry } from '#engine/pipeline/fuse-runs';
import type { TaskContext } from '#engine/ports';
import { encodeTrecField, strictlyDescending } from '#engine/report/trec-fields';
import { inertText } from '#engine/core/text/inert-text';
import { RankLabError } from '#shared/errors';
import { writeParquet } from '../export/parquet-file';
import { writeAtomically } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';

type Entries = AsyncIterable<FusedEntry>;
type LinesOf = (entries: Entries, tag: string) => AsyncIterable<string>;

const columns: readonly ParquetColumn[] = [
  { name: 'user', type: 'VARCHAR' },
  { name: 'item', type: 'VARCHAR' },
  { name: 'rank', type: 'BIGINT' },
  { name: 'score', type: 'DOUBLE' },
];

/** Extension → lines of the file. */
const formats: Readonly<Record<string, LinesOf>> = {
  '.trec': trecLines,
  '.run': trecLines,
  '.txt': trecLines,
  '.csv': (entries) => delimitedLines(entries, ','),
  '.tsv': (entries) => delimitedLines(entries, '\t'),
  '.jsonl': async function* (entries) {
    for await (const { user, item, rank, score } of entries) yield `${JSON.stringify({ user, item, rank, score })}\n`;
  },
  '.parquet': async function* (entries) {
    for await (const { user, item, rank, score } of entries) yield `${JSON.stringify({ c0: user, c1: item, c2: rank, c3: score })}\n`;
  },
};

/**
 * Writes a run in the format that the path's extension names, never half-written.
 * @throws INVALID_ARGUMENT for another extension, CANCELLED, DISK_FULL, IO_FAILED.
 */
export async function writeRun(
  files: FileOperations,
  path: string,
  entries: Entries,
  tag: string,
  context: TaskContext = {},
): Promise<void> {
  const extension = extname(path).toLowerCase();
  const linesOf = formats[extension];
  if (!linesOf) {
    throw new RankLabError('INVALID_ARGUMENT', `A run cannot be written as “${extension}”`, {
      place: path,
      value: extension,
      remedy: `Use one of: ${Object.keys(formats).join(', ')}`,
    });
  }
  const blocks = inBlocks(linesOf(entries, tag));
  if (extension === '.parquet') await writeParquet(files, path, blocks, columns, context);
  else await writeAtomically(files, path, blocks);
}

/** trec_eval ranks by score, so the scores written strictly descend. */
async function* trecLines(entries: Entries, tag: string): AsyncGenerator<string> {
  let list: FusedEntry[] = [];
  const written = function* (): Generator<string> {
    const scores = strictlyDescending(Float64Array.from(list, ({ score }) => score));
    for (const [i, { user, item, rank }] of list.entries()) {
      yield `${encodeTrecField(user)} Q0 ${encodeTrecField(item)} ${rank} ${scores[i]} ${encodeTrecField(tag)}\n`;
    }
  };
  for await (const entry of entries) {
    if (entry.rank === 1) {
      yield* written();
      list = [];
    }
    list.push(entry);
  }
  yield* written();
}

async function* delimitedLines(entries: Entries, delimiter: string): AsyncGenerator<string> {
  const cell = (text: string): string => {
    const inert = inertText(text);
    return /["\r\n]|^\s|\s$/.test(inert) || inert.includes(delimiter) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  yield `${['user', 'item', 'rank', 'score'].join(delimiter)}\n`;
  for await (const { user, item, rank, score } of entries) yield `${[cell(user), cell(item), rank, score].join(delimiter)}\n`;
}

const blockLength = 1_048_576;

/** Blocks hold whole lines. */
async function* inBlocks(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let block: string[] = [];
  let length = 0;
  for await (const line of lines) {
    block.push(line);
    length += line.length;
    if (length < blockLength) continue;
    yield Buffer.from(block.join(''));
    block = [];
    length = 0;
  }
  yield Buffer.from(block.join(''));
}
