import { join } from 'node:path';
import type { VectorFile } from '#engine/embeddings/port';
import type { FileOperations } from '../../storage/files/file-operations';
import { parseNpy } from './npy';

/** Ids are small; a larger file beside the vectors is something else. */
const mostBytes = 256 * 1024 * 1024;

/**
 * The ids of a .npy file's rows from a file beside it: `vectors.ids.txt`, `vectors_ids.npy`, `vectors-ids.json` or `ids.txt`, one id per
 * row. Nothing where there is none of that length.
 */
export async function idsBeside(
  files: FileOperations,
  folder: string,
  name: string,
  rows: number,
): Promise<Partial<Pick<VectorFile, 'keys' | 'notes'>>> {
  const stem = name.replace(/\.npy$/i, '').toLowerCase();
  const names = (await files.list(folder)).filter((other) => isIdsFile(other.toLowerCase(), stem));
  for (const other of names.sort((a, b) => b.length - a.length)) {
    const path = join(folder, other);
    const facts = await files.stat(path);
    if (!facts || facts.isFolder || facts.bytes > mostBytes) continue;
    const cells = idsOf(await files.readFile(path), path);
    if (cells?.length === rows)
      return { keys: [{ name: other, cells, says: 'video' }], notes: [`The ids of the rows are those of ${other}`] };
  }
  return {};
}

function isIdsFile(name: string, stem: string): boolean {
  const own = name.startsWith(stem) ? name.slice(stem.length) : undefined;
  return [own, name].some(
    (part) => part !== undefined && /^[._-]?((video|item|movie|row|doc)[_-]?)?(ids|keys|index)\.(txt|csv|npy|json)$/.test(part),
  );
}

/** One id per line, with or without a header; a list as JSON; or an array of NumPy. Undefined where it is none of these. */
function idsOf(bytes: Buffer, path: string): string[] | undefined {
  if (path.toLowerCase().endsWith('.npy')) return parseNpy(bytes, path).texts?.();
  const text = bytes.toString().replace(/^\ufeff/, '');
  if (path.toLowerCase().endsWith('.json')) {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : undefined;
  }
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^"(.*)"$/, '$1').trim());
  while (lines.at(-1) === '') lines.pop();
  return /^(video|item|movie)?_?ids?$/i.test(lines[0] ?? '') ? lines.slice(1) : lines;
}
