import { RankLabError } from '#shared/errors';
import type { TextEncoding } from '#shared/schemas/dataset';
import type { FileOperations } from '../storage/files/file-operations';
import { byteBlocks, compressionOf, type Compression } from './byte-source';
import { legacyEncoding } from './legacy-encoding';
import { Utf8Check } from './utf8-check';

/** A text file of any encoding as UTF-8 bytes without byte-order mark. */
export interface TextSource {
  readonly encoding: TextEncoding;
  /** Size of the file as it is. */
  readonly bytes: number;
  readonly compression: Compression | undefined;
  /** Bytes of a byte-order mark. */
  readonly markLength: number;
  /** Some bytes are invalid in this encoding, so rows must be checked individually. */
  readonly hasInvalidBytes: boolean;
  /** Note about the encoding for people. */
  readonly notes: readonly string[];
  /** Blocks to read in order; `onRead` hears how many bytes of the file have been read. A block is valid until the next one. */
  blocks(onRead?: (bytes: number) => void): AsyncGenerator<Buffer>;
}

type Found = Pick<TextSource, 'encoding' | 'markLength' | 'hasInvalidBytes' | 'notes'>;
const judgedBytes = 64 * 1024;
/** Bytes of a compressed file read to detect its encoding. */
const judgedCompressed = 8 * 1024 * 1024;

/**
 * Detects compression and encoding. In order: byte-order mark; zeros in every other byte (UTF-16); the caller's choice; UTF-8 unless most of the file
 * is invalid; a guess from the bytes.
 * @throws INVALID_ARGUMENT for an encoding that the platform does not decode.
 */
export async function openText(files: FileOperations, path: string, named?: TextEncoding): Promise<TextSource> {
  const compression = await compressionOf(files, path);
  const bytes = (await files.stat(path))?.bytes ?? 0;
  const found = await findEncoding(byteBlocks(files, path, compression), named, compression !== undefined);
  return {
    ...found,
    bytes,
    compression,
    async *blocks(onRead) {
      // UTF-8 passes unchanged; everything else is transcoded.
      const decoder = found.encoding === 'utf-8' ? undefined : new TextDecoder(found.encoding, { ignoreBOM: true });
      let skip = found.markLength;
      for await (const block of byteBlocks(files, path, compression, onRead)) {
        const rest = block.subarray(skip);
        skip = Math.max(0, skip - block.length);
        const text = decoder?.decode(rest, { stream: true });
        yield text === undefined ? rest : Buffer.from(text);
      }
      const rest = decoder?.decode();
      if (rest) yield Buffer.from(rest);
    },
  };
}

/** The canonical name of the encoding. @throws INVALID_ARGUMENT */
function knownEncoding(label: TextEncoding): TextEncoding {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new RankLabError('INVALID_ARGUMENT', `There is no encoding “${label}”`, {
      place: 'encoding',
      value: label,
      remedy: 'Name one such as utf-8, utf-16le, windows-1252, iso-8859-2, gb18030, shift_jis, euc-kr or koi8-r.',
    });
  }
}

async function findEncoding(blocks: AsyncGenerator<Buffer>, named: TextEncoding | undefined, isCompressed: boolean): Promise<Found> {
  const namedEncoding = named === undefined ? undefined : knownEncoding(named);
  const check = new Utf8Check();
  let head: Buffer | undefined;
  let seen = 0;
  for await (const block of blocks) {
    if (!head) {
      const sniffed = sniff(block.subarray(0, judgedBytes));
      if (sniffed)
        return {
          ...sniffed,
          hasInvalidBytes: false,
          notes: namedEncoding === undefined || namedEncoding === sniffed.encoding ? [] : [noteOn(sniffed.encoding)],
        };
      if (namedEncoding !== undefined && namedEncoding !== 'utf-8')
        return { encoding: namedEncoding, markLength: 0, hasInvalidBytes: false, notes: [] };
    }
    check.push(block);
    if (!head || (head.length < 4 * judgedBytes && check.invalid > 0)) head = Buffer.concat([head ?? Buffer.alloc(0), highLines(block)]);
    seen += block.length;
    if (isCompressed && seen > judgedCompressed) return { ...verdict(check, head), hasInvalidBytes: true };
  }
  return verdict(check.finish(), head ?? Buffer.alloc(0));
}

const noteOn = (found: TextEncoding): string => `Read as ${found.toUpperCase()}, detected from its first bytes`;

/** The part of a block that is relevant for its encoding: from the first byte above 127. */
function highLines(block: Buffer): Buffer {
  const first = block.findIndex((byte) => byte >= 0x80);
  return first < 0 ? Buffer.alloc(0) : Buffer.from(block.subarray(first, first + judgedBytes));
}

function verdict({ valid, invalid }: Utf8Check, head: Buffer): Found {
  if (invalid === 0) return { encoding: 'utf-8', markLength: 0, hasInvalidBytes: false, notes: [] };
  if (valid > invalid) return { encoding: 'utf-8', markLength: 0, hasInvalidBytes: true, notes: [] };
  const encoding = legacyEncoding(head);
  return {
    encoding,
    markLength: 0,
    hasInvalidBytes: false,
    notes: [`It is not UTF-8; read as ${encoding}, the closest match of its bytes`],
  };
}

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
