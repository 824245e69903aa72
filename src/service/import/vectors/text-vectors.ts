import type { VectorFile, VectorFileOptions } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import { JsonScanner } from '../json-scanner';
import { RecordScanner } from '../record-scanner';
import type { TextSource } from '../text-source';
import { documentRows } from './json-documents';
import { isDocument, layoutOf, type Head, type Layout } from './text-layout';
import { findVectorColumns, type VectorColumns } from './vector-columns';
import { VectorRows } from './vector-rows';

/** Wide tables need more of their beginning than others. */
const headBytes = 4 * 1024 * 1024;

/**
 * Reads vectors from delimited text, JSON Lines, a JSON document or the text format of word2vec. `lineOffset` is added to line numbers.
 * @throws IMPORT_FAILED naming line and column.
 */
export async function readTextVectors(
  text: Pick<TextSource, 'blocks'>,
  path: string,
  options: VectorFileOptions,
  lineOffset = 0,
): Promise<VectorFile> {
  const head = await headOf(text, headBytes);
  const document = isDocument(head) ? readDocument((await headOf(text, Infinity)).text, path) : undefined;
  const objects = documentRows(document);
  if (objects) return tableVectors(linesOf(objects), path, options, lineOffset);
  if (Array.isArray(document) || isListsById(document)) return documentVectors(document as object, path);
  return tableVectors(text, path, options, lineOffset, head);
}

/** The rows as JSON Lines. */
const linesOf = (objects: readonly object[]): Pick<TextSource, 'blocks'> => ({
  async *blocks() {
    for (const object of objects) yield Buffer.from(`${JSON.stringify(object)}\n`);
  },
});

async function tableVectors(
  text: Pick<TextSource, 'blocks'>,
  path: string,
  options: VectorFileOptions,
  lineOffset: number,
  known?: Head,
): Promise<VectorFile> {
  const layout = layoutOf(known ?? (await headOf(text, headBytes)), path);
  const { dialect, names, hasHeader } = layout;
  const columns = findVectorColumns({ ...layout, isNamed: hasHeader, path, vectorColumn: options.vectorColumn });
  const isJson = dialect.syntax === 'json';
  const format = { hasComma: usesComma(layout, columns), hasHeaderLine: hasHeader && !isJson, lineOffset };
  const rows = new VectorRows(path, names, columns, format);
  const scanner = isJson ? new JsonScanner(names, rows) : new RecordScanner(scannerFormat(layout), rows);
  for await (const block of text.blocks()) {
    scanner.push(block);
    await new Promise(setImmediate);
  }
  scanner.finish();
  return rows.file(hasHeader);
}

const scannerFormat = ({ dialect: { comment, ...dialect } }: Layout) => ({ ...dialect, ...(comment !== undefined && { comment }) });

async function headOf(text: Pick<TextSource, 'blocks'>, limit: number): Promise<Head> {
  const blocks: Buffer[] = [];
  let bytes = 0;
  for await (const block of text.blocks()) {
    blocks.push(Buffer.from(block));
    bytes += block.length;
    if (bytes >= limit) break;
  }
  return { text: Buffer.concat(blocks).toString(), isWhole: bytes < limit };
}

/** Whether the columns of dimensions have decimal commas. */
function usesComma({ rows }: Layout, { dimensions }: VectorColumns): boolean {
  const cells = rows.flatMap((row) => dimensions.map((position) => row[position] ?? ''));
  return cells.some((cell) => /\d,\d/.test(cell)) && !cells.some((cell) => /\d\.\d/.test(cell));
}

const refuseAs =
  (path: string) =>
  (problem: string): never => {
    throw new RankLabError('IMPORT_FAILED', `${path}: ${problem}`, { place: path, remedy: 'Correct the file, or choose another one' });
  };

function readDocument(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/\bNaN\b/g, 'null'));
  } catch (error) {
    return refuseAs(path)(`it is no complete JSON: ${(error as Error).message}`);
  }
}

/** At least two lists: one alone is the vector of a row. */
function isListsById(document: unknown): boolean {
  const lists = typeof document === 'object' && document !== null ? Object.values(document) : [];
  return lists.length > 1 && lists.every(Array.isArray);
}

/** A list of lists, or an object with a list for each id. */
function documentVectors(document: object, path: string): VectorFile {
  const refuse = refuseAs(path);
  const entries = Object.entries(document as Record<string, unknown>);
  const [, first] = entries[0] ?? [];
  const dimensions = Array.isArray(first) ? first.length : 0;
  if (dimensions === 0) return refuse('it has no vectors');
  const vectors = new Float32Array(entries.length * dimensions);
  entries.forEach(([key, list], row) => {
    if (!Array.isArray(list) || list.length !== dimensions) return refuse(`“${key}” is no list of ${dimensions} numbers`);
    (list as unknown[]).forEach((value, at) => {
      if (typeof value !== 'number' && value !== null) refuse(`value ${at + 1} of “${key}” is not a number`);
      vectors[row * dimensions + at] = typeof value === 'number' ? value : NaN;
    });
  });
  const keys = Array.isArray(document) ? [] : [{ name: 'key', cells: entries.map(([key]) => key), says: 'video' as const }];
  return { keys, dimensions, vectors, notes: [] };
}
