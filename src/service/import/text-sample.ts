import type { TextSample } from '#engine/dataset/importers/inspect';
import type { FileOperations, OpenFile } from '../storage/files/file-operations';
import type { TextSource } from './text-source';

const wholeBytes = 512 * 1024;
const headBytes = 96 * 1024;
const sliceBytes = 8 * 1024;
const sliceCount = 16;

/** Text sampled across the file: a small file as a whole, otherwise the beginning and evenly spaced pieces. */
export async function sampleText(files: FileOperations, path: string, source: TextSource): Promise<TextSample> {
  if (source.compression !== undefined) return sampleStream(source);
  const file = await files.open(path, 'read');
  try {
    const { encoding, markLength, bytes } = source;
    const isWhole = bytes <= wholeBytes;
    const head = decode(await readAt(file, markLength, isWhole ? bytes : headBytes), encoding);
    const slices: string[] = [];
    const distance = (bytes - headBytes) / sliceCount;
    for (let slice = 0; !isWhole && slice < sliceCount; slice++) {
      // Two-byte characters begin at even offsets.
      const position = Math.floor((headBytes + slice * distance) / 2) * 2 + markLength;
      slices.push(wholeLines(decode(await readAt(file, position, sliceBytes), encoding)));
    }
    return { head, slices, isWhole, encoding, bytes };
  } finally {
    await file.close();
  }
}

/** For sources that can only be read in order; the distance between pieces grows. */
async function sampleStream(source: TextSource): Promise<TextSample> {
  const heads: Buffer[] = [];
  let slices: string[] = [];
  let [seen, next, distance] = [0, wholeBytes, 1024 * 1024];
  for await (const block of source.blocks()) {
    if (seen < wholeBytes) heads.push(Buffer.from(block.subarray(0, wholeBytes - seen)));
    else if (seen >= next) {
      slices.push(wholeLines(block.subarray(0, sliceBytes).toString()));
      next += distance;
      if (slices.length > 4 * sliceCount) {
        slices = slices.filter((_, at) => at % 2 === 1);
        distance *= 2;
      }
    }
    seen += block.length;
  }
  return { head: Buffer.concat(heads).toString(), slices, isWhole: seen <= wholeBytes, encoding: source.encoding, bytes: seen };
}

async function readAt(file: OpenFile, position: number, length: number): Promise<Buffer> {
  const target = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = await file.read(target.subarray(done), position + done);
    if (read === 0) break;
    done += read;
  }
  return target.subarray(0, done);
}

/** A character truncated at the end is dropped. */
const decode = (bytes: Buffer, encoding: string): string => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes, { stream: true });

/** Without lines truncated at either end of the piece. */
function wholeLines(text: string): string {
  const first = text.search(/[\r\n]/);
  const last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return first < 0 || last <= first ? '' : text.slice(first + 1, last + 1).replace(/^\n/, '');
}
