import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, detectEncoding, validUtf8Length } from './encoding';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Any characters of Unicode; surrogates only in pairs. */
const texts = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0x10ffff)))
  .map((points) => String.fromCodePoint(...points.filter((point) => point < 0xd800 || point > 0xdfff)));
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) new DataView(bytes.buffer).setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
};

describe('detectEncoding', () => {
  it.each([
    ['a UTF-8 mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'utf-8', 3],
    ['a UTF-16 mark', Uint8Array.of(0xff, 0xfe, 0x61, 0), 'utf-16le', 2],
    ['a big-endian mark', Uint8Array.of(0xfe, 0xff, 0, 0x61), 'utf-16be', 2],
    ['no mark, UTF-16', utf16('user,video\n1,2\n', true), 'utf-16le', 0],
    ['no mark, big-endian UTF-16', utf16('user,video\n1,2\n', false), 'utf-16be', 0],
    ['plain ASCII', bytesOf('a,b\n'), 'utf-8', 0],
    ['UTF-8', bytesOf('naïve,日本\n'), 'utf-8', 0],
    ['a UTF-8 character cut off at the end', bytesOf('naïve,日').slice(0, -1), 'utf-8', 0],
    ['Latin letters in one byte', Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x2c, 0x31, 0x0a), 'windows-1252', 0],
  ])('detects %s', (_, bytes, encoding, markBytes) => {
    expect(detectEncoding(bytes)).toEqual({ encoding, markBytes });
  });
});

describe('decodeText', () => {
  it('decodes UTF-8 and UTF-16 like TextDecoder', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeText(bytesOf(text), 'utf-8')).toBe(text);
        expect(decodeText(utf16(text, true), 'utf-16le')).toBe(text);
        expect(decodeText(utf16(text, false), 'utf-16be')).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('distinguishes valid UTF-8 from other bytes like TextDecoder', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        let valid = true;
        try {
          new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        } catch {
          valid = false;
        }
        expect(validUtf8Length(bytes) === bytes.length).toBe(valid);
      }),
      { numRuns: 1000 },
    );
  });

  it('decodes Windows-1252: Latin-1 plus the printable characters between 0x80 and 0x9f', () => {
    expect(decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0xff), 'windows-1252')).toBe('café ÿ');
    expect(decodeText(Uint8Array.of(0x80, 0x85, 0x8a, 0x91, 0x92, 0x93, 0x94, 0x96, 0x99, 0x9f), 'windows-1252')).toBe('€…Š‘’“”–™Ÿ');
    expect(decodeText(Uint8Array.of(0x81, 0x8d, 0x8f, 0x90, 0x9d), 'windows-1252')).toBe('\u0081\u008d\u008f\u0090\u009d');
  });

  it('replaces invalid bytes and omits a character cut off at the end', () => {
    expect(decodeText(Uint8Array.of(0x61, 0xff, 0x62), 'utf-8')).toBe('a\ufffdb');
    expect(decodeText(bytesOf('a日').slice(0, -1), 'utf-8')).toBe('a');
  });
});
