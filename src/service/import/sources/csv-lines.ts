import { writeDurably } from '../../storage/files/atomic-write';
import type { FileOperations } from '../../storage/files/file-operations';

/** Null is an empty cell; the empty text is quoted. */
const cell = (value: string | null): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);

const line = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\n`;

/** Writes a table as CSV, batch by batch. */
export async function writeCsvTable(
  files: FileOperations,
  target: string,
  names: readonly string[],
  batches: AsyncIterable<readonly (readonly (string | null)[])[]>,
): Promise<void> {
  await writeDurably(
    files,
    target,
    (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(line(names));
      for await (const batch of batches) yield Buffer.from(batch.map(line).join(''));
    })(),
  );
}

/** A name within SQL, in double quotes. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `schema.table` and `table` as names within SQL. */
export const tableIdentifier = (table: string): string => table.split('.').map(identifier).join('.');
