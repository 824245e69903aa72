import { RankLabError } from '#shared/errors';
import type { TextEncoding } from '#shared/schemas/dataset';

interface DetectedEncoding {
  readonly encoding: TextEncoding;
  /** Bytes of a byte-order mark to skip. */
  readonly markBytes: number;
}

/**
 * The encoding of a file from its first bytes: by its byte-order mark; by the zero bytes of UTF-16; UTF-8 when the bytes
 * are valid UTF-8 (a character cut off at the end is allowed); Windows-1252 otherwise.
 */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const pairs = Math.min(bytes.length, 4096) >> 1;
  let zeroLow = 0;
  let zeroHigh = 0;
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) zeroHigh++;
    if (bytes[2 * i + 1] === 0) zeroLow++;
  }
  if (pairs >= 2 && zeroLow > pairs * 0.4 && zeroHigh < pairs * 0.1) return { encoding: 'utf-16le', markBytes: 0 };
  if (pairs >= 2 && zeroHigh > pairs * 0.4 && zeroLow < pairs * 0.1) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: validUtf8Length(bytes) >= bytes.length - 3 ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

/** Length of the longest prefix that is whole, valid UTF-8 (no surrogates, no over-long forms). */
export function validUtf8Length(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i];
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (length === 0 || i + length > bytes.length) return i;
    const second = bytes[i + 1];
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return i;
    for (let k = 2; k < length; k++) if (bytes[i + k] < 0x80 || bytes[i + k] > 0xbf) return i;
    i += length;
  }
  return i;
}

/** Characters of the bytes 0x80 … 0x9f in Windows-1252; the five unassigned ones stay control characters. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const charactersPerBlock = 8192;

/** Bytes (without a byte-order mark) as text; what is invalid becomes U+FFFD, and an incomplete last character is left out. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  switch (encoding) {
    case 'utf-8':
      return decodeUtf8(bytes);
    case 'windows-1252':
      return fromUnits(bytes.length, (i) =>
        bytes[i] >= 0x80 && bytes[i] <= 0x9f ? windows1252High.charCodeAt(bytes[i] - 0x80) : bytes[i],
      );
    case 'utf-16le':
      return fromUnits(bytes.length >> 1, (i) => bytes[2 * i] | (bytes[2 * i + 1] << 8));
    case 'utf-16be':
      return fromUnits(bytes.length >> 1, (i) => bytes[2 * i + 1] | (bytes[2 * i] << 8));
    default:
      throw new RankLabError('UNSUPPORTED', `The encoding ${encoding} is only decoded where files are read`, { value: encoding });
  }
}

function fromUnits(count: number, unit: (index: number) => number): string {
  let text = '';
  for (let from = 0; from < count; from += charactersPerBlock) {
    const block = Uint16Array.from({ length: Math.min(charactersPerBlock, count - from) }, (_, i) => unit(from + i));
    text += String.fromCharCode(...block);
  }
  return text;
}

function isStartOfCharacter(bytes: Uint8Array): boolean {
  return bytes[0] >= 0xc2 && bytes[0] <= 0xf4 && bytes.subarray(1).every((byte) => (byte & 0xc0) === 0x80);
}

function decodeUtf8(bytes: Uint8Array): string {
  const units: number[] = [];
  let text = '';
  const flush = (): void => {
    text += String.fromCharCode(...units);
    units.length = 0;
  };
  for (let i = 0; i < bytes.length;) {
    if (units.length >= charactersPerBlock) flush();
    const lead = bytes[i];
    if (lead < 0x80) {
      units.push(lead);
      i++;
      continue;
    }
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const rest = bytes.subarray(i, i + length);
    if (validUtf8Length(rest) !== length) {
      if (i + length > bytes.length && isStartOfCharacter(rest)) break; // cut off at the end of what was read
      units.push(0xfffd);
      i++;
      continue;
    }
    let codePoint = lead & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) codePoint = (codePoint << 6) | (rest[k] & 0x3f);
    if (codePoint > 0xffff) units.push(0xd800 + ((codePoint - 0x10000) >> 10), 0xdc00 + ((codePoint - 0x10000) & 0x3ff));
    else units.push(codePoint);
    i += length;
  }
  flush();
  return text;
}
