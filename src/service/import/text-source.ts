import { isUtf8 } from 'node:buffer';
import type { TextEncoding } from '#shared/schemas/dataset';
import type { FileOperations, OpenFile } from '../storage/files/file-operations';

const blockBytes = 256 * 1024;

/** A text file as UTF-8 bytes without byte-order mark, whatever it is written in. */
interface TextSource {
  readonly encoding: TextEncoding;
  /** Size of the file as it is. */
  readonly bytes: number;
  /** Some bytes are no text in this encoding: rows must be checked one by one. */
  readonly hasInvalidBytes: boolean;
  /** What people should know about the encoding. */
  readonly notes: readonly string[];
  /** Blocks to read in order; `onRead` hears how many bytes of the file have been read. A block is valid until the next one. */
  blocks(onRead?: (bytes: number) => void): AsyncGenerator<Buffer>;
}

/**
 * Looks at the file to learn its encoding. A byte-order mark decides; then zeros in every other byte (UTF-16); then `expected`;
 * and what is expected to be UTF-8 but mostly is not, is read as Windows-1252.
 */
export async function openText(files: FileOperations, path: string, expected: TextEncoding = 'utf-8'): Promise<TextSource> {
  const file = await files.open(path, 'read');
  try {
    const bytes = await file.size();
    const head = Buffer.alloc(Math.min(bytes, 64 * 1024));
    await readFully(file, head, 0);
    const sniffed = sniff(head);
    if (sniffed) return source(files, path, bytes, sniffed.encoding, sniffed.markLength, false, noteOn(sniffed.encoding, expected));
    if (expected !== 'utf-8') return source(files, path, bytes, expected, 0, false, []);
    const { valid, invalid } = await countSequences(file, bytes);
    if (invalid === 0) return source(files, path, bytes, 'utf-8', 0, false, []);
    if (valid > invalid) return source(files, path, bytes, 'utf-8', 0, true, []);
    return source(files, path, bytes, 'windows-1252', 0, false, ['It is not UTF-8; read as Windows-1252']);
  } finally {
    await file.close();
  }
}

const noteOn = (found: TextEncoding, expected: TextEncoding): string[] =>
  found === expected ? [] : [`Read as ${found.toUpperCase()}, which its first bytes say it is`];

function sniff(head: Buffer): { encoding: TextEncoding; markLength: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markLength: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 };
  if (head.length < 4) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const most = head.length / 2;
  const [even = 0, odd = 0] = zeros;
  if (odd > 0.3 * most && even < 0.05 * most) return { encoding: 'utf-16le', markLength: 0 };
  if (even > 0.3 * most && odd < 0.05 * most) return { encoding: 'utf-16be', markLength: 0 };
  return undefined;
}

function source(
  files: FileOperations,
  path: string,
  bytes: number,
  encoding: TextEncoding,
  skip: number,
  hasInvalidBytes: boolean,
  notes: readonly string[],
): TextSource {
  return {
    encoding,
    bytes,
    hasInvalidBytes,
    notes,
    async *blocks(onRead) {
      // UTF-8 passes as it is; everything else is decoded and encoded again.
      const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true });
      const file = await files.open(path, 'read');
      const block = Buffer.alloc(blockBytes);
      try {
        for (let position = skip; ;) {
          const read = await file.read(block, position);
          if (read === 0) break;
          position += read;
          const text = decoder?.decode(block.subarray(0, read), { stream: true });
          yield text === undefined ? block.subarray(0, read) : Buffer.from(text);
          onRead?.(position);
        }
        const rest = decoder?.decode();
        if (rest) yield Buffer.from(rest);
      } finally {
        await file.close();
      }
    },
  };
}

/** Multi-byte sequences of the file that are valid UTF-8, and bytes that are not; a file all valid is not counted. */
async function countSequences(file: OpenFile, bytes: number): Promise<{ valid: number; invalid: number }> {
  const block = Buffer.alloc(1024 * 1024);
  const total = { valid: 0, invalid: 0 };
  for (let position = 0; position < bytes;) {
    const read = await file.read(block, position);
    if (read === 0) break;
    // Leave a sequence that the block's end cuts for the next block.
    const end = position + read >= bytes ? read : wholeCharacters(block, read);
    const piece = block.subarray(0, end);
    if (!isUtf8(piece)) count(piece, total);
    position += Math.max(1, end);
  }
  return total;
}

function wholeCharacters(block: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back < length; back++) {
    const byte = block[length - back] ?? 0;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? length - back : length;
  }
  return length;
}

const sequenceLength = (lead: number): number => (lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1);

function count(piece: Buffer, total: { valid: number; invalid: number }): void {
  for (let i = 0; i < piece.length;) {
    const byte = piece[i] ?? 0;
    if (byte < 0x80) {
      i++;
      continue;
    }
    const length = sequenceLength(byte);
    if (length > 1 && isUtf8(piece.subarray(i, i + length))) {
      total.valid++;
      i += length;
    } else {
      total.invalid++;
      i++;
    }
  }
}

async function readFully(file: OpenFile, target: Buffer, position: number): Promise<void> {
  for (let done = 0; done < target.length;) {
    const read = await file.read(target.subarray(done), position + done);
    if (read === 0) return;
    done += read;
  }
}
