import { inflateRawSync } from 'node:zlib';
import { RankLabError } from '#shared/errors';

const [endMark, entryMark, fileMark] = [0x06054b50, 0x02014b50, 0x04034b50];
const endBytes = 22;
const longestComment = 65_535;
/** 0xffffffff means that the size is in an extra field, which archives below 4 GB do not need. */
const unset = 0xffffffff;

export const isZip = (head: Buffer): boolean => head.length >= 4 && head.readUInt32LE(0) === fileMark;

/**
 * The files of a zip archive by name, unpacked. Archives of more than 4 GB and encrypted ones are refused.
 * @throws IMPORT_FAILED naming the defect.
 */
export function unzip(bytes: Buffer, place: string): Map<string, Buffer> {
  const damaged = (problem: string): never => {
    throw new RankLabError('IMPORT_FAILED', `${place}: ${problem}`, { place, remedy: 'Check that the file is complete.' });
  };
  const files = new Map<string, Buffer>();
  try {
    const end = endOf(bytes) ?? damaged('the archive has no table of contents');
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    for (let entry = 0; entry < count; entry++) {
      if (bytes.readUInt32LE(at) !== entryMark) return damaged('the archive is damaged');
      const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
      const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [number, number, number];
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
      const file = bytes.readUInt32LE(at + 42);
      if ((flags & 1) === 1) return damaged(`“${name}” is encrypted`);
      if (packed === unset || size === unset || (method !== 0 && method !== 8)) return damaged(`“${name}” is packed in an unknown way`);
      const start = file + 30 + bytes.readUInt16LE(file + 26) + bytes.readUInt16LE(file + 28);
      const content = bytes.subarray(start, start + packed);
      const unpacked = method === 0 ? content : inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
      if (unpacked.length !== size) return damaged(`“${name}” should have ${size} bytes, not ${unpacked.length}`);
      files.set(name, unpacked);
      at += 46 + nameLength + extra + comment;
    }
  } catch (error) {
    if (error instanceof RankLabError) throw error;
    return damaged(`the archive is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  return files;
}

/** The table of contents is at the end, before a comment. */
function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - endBytes; at >= Math.max(0, bytes.length - endBytes - longestComment); at--)
    if (bytes.readUInt32LE(at) === endMark) return at;
  return undefined;
}
