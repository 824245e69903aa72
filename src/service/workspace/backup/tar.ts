/** Just enough of the tar format (ustar, with GNU's long names and large sizes) that any tar can unpack a backup. */
export const blockSize = 512;
const longLink = '././@LongLink';
const zeros = (length: number): Buffer => Buffer.alloc(length);

/** Bytes that follow content of this length, up to a whole block. */
export const padding = (length: number): Buffer => zeros((blockSize - (length % blockSize)) % blockSize);
export const tarEnd = (): Buffer => zeros(2 * blockSize);

/** What stands before the content of a file. */
export function tarHead(name: string, bytes: number, modifiedAtMs: number): Buffer {
  const encoded = Buffer.from(name);
  if (encoded.length <= 100) return head(name, bytes, modifiedAtMs, '0');
  const long = Buffer.concat([encoded, zeros(1)]);
  const short = encoded.subarray(0, 100).toString('latin1');
  return Buffer.concat([head(longLink, long.length, 0, 'L'), long, padding(long.length), head(short, bytes, modifiedAtMs, '0')]);
}

function head(name: string, bytes: number, modifiedAtMs: number, type: '0' | 'L'): Buffer {
  const block = zeros(blockSize);
  block.write(name, 0, 100, 'utf8');
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  writeSize(block, bytes);
  block.write(octal(Math.max(0, Math.floor(modifiedAtMs / 1000)), 11), 136);
  block.write(type, 156);
  block.write('ustar\u000000', 257, 'latin1');
  block.write(`${octal(checksum(block), 6)}\0 `, 148);
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** From 8 GiB on in base 256. */
function writeSize(block: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) {
    block.write(octal(bytes, 11), 124);
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(bytes), 128);
}

function checksum(block: Buffer): number {
  let sum = 0;
  for (let i = 0; i < blockSize; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] ?? 0);
  return sum;
}

interface TarEntry {
  readonly name: string;
  readonly bytes: number;
  readonly isLongName: boolean;
}

/** Null at the end. @throws RangeError where the block is no head. */
export function readTarHead(block: Buffer): TarEntry | null {
  if (block.every((byte) => byte === 0)) return null;
  const stored = Number.parseInt(block.toString('latin1', 148, 154), 8);
  if (stored !== checksum(block)) throw new RangeError('a head does not match its checksum');
  const end = block.indexOf(0);
  const bytes = block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(block.toString('latin1', 124, 135), 8);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError('a size cannot be read');
  const type = String.fromCharCode(block[156] ?? 0);
  if (type !== '0' && type !== 'L') throw new RangeError('it holds something that is no file');
  return { name: block.toString('utf8', 0, Math.min(100, end < 0 ? 100 : end)), bytes, isLongName: type === 'L' };
}
