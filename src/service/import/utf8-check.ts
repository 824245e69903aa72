import { isUtf8 } from 'node:buffer';

/** Counts multi-byte sequences that are valid UTF-8, and bytes that are not, of a text that comes in blocks; an entirely valid block is not counted.
 * */
export class Utf8Check {
  valid = 0;
  invalid = 0;
  #rest = Buffer.alloc(0);

  push(block: Buffer): void {
    const bytes = this.#rest.length === 0 ? block : Buffer.concat([this.#rest, block]);
    const end = wholeCharacters(bytes);
    const piece = bytes.subarray(0, end);
    if (!isUtf8(piece)) this.#count(piece);
    this.#rest = Buffer.from(bytes.subarray(end));
  }

  finish(): this {
    if (!isUtf8(this.#rest)) this.#count(this.#rest);
    this.#rest = Buffer.alloc(0);
    return this;
  }

  #count(piece: Buffer): void {
    for (let i = 0; i < piece.length;) {
      const byte = piece[i] ?? 0;
      const length = byte < 0x80 ? 1 : sequenceLength(byte);
      if (byte >= 0x80) {
        if (length > 1 && isUtf8(piece.subarray(i, i + length))) this.valid++;
        else this.invalid++;
      }
      i += byte >= 0x80 && length > 1 && isUtf8(piece.subarray(i, i + length)) ? length : 1;
    }
  }
}

/** Length of the bytes without a character truncated at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const sequenceLength = (lead: number): number => (lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1);
