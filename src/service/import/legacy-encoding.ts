import { singleByteEncoding } from './single-byte-encoding';

/** Characters that are common in texts of the language and rare in wrong decodings. */
const common: Readonly<Record<string, RegExp>> = {
  shift_jis: /[\u3040-\u30ff]/g,
  'euc-jp': /[\u3040-\u30ff]/g,
  'euc-kr': /[이다는을의에가를고하한지도로기서사리자아나그해있어시라일만인대은들와과]/g,
  gb18030: /[的一是不了人我在有他这中大来上个国说们为子和你地出道也时年得就那要下以生会自着去之过家学]/g,
  big5: /[的一是不了人我在有他這中大來上個國說們為子和你地出道也時年得就那要下以生會自著去之過家學]/g,
};

/** A single-byte reading as good as this is taken before any of East Asia. */
const certain = 0.8;

/**
 * The likely encoding of bytes that are not UTF-8: an alphabet if its usual letters make up most of them, East Asian if bytes above 127 come in
 * pairs, otherwise the best alphabet. Reported as a guess.
 */
export function legacyEncoding(bytes: Uint8Array): string {
  const runs = highRuns(bytes);
  if (runs.length === 0) return 'windows-1252';
  const alphabet = singleByteEncoding(bytes);
  if (alphabet.score >= certain) return alphabet.encoding;
  const even = runs.filter((length) => length % 2 === 0).length;
  return eastAsian(bytes, even > 0.75 * runs.length ? 0 : 0.05) ?? alphabet.encoding;
}

function eastAsian(bytes: Uint8Array, least: number): string | undefined {
  const scores = Object.entries(common).flatMap(([encoding, pattern]) => {
    const text = decoded(bytes, encoding);
    if (text === undefined) return [];
    const letters = text.replace(/[\u0000-\u007f]/g, '').length;
    return [{ encoding, share: (text.match(pattern) ?? []).length / Math.max(1, letters) }];
  });
  const best = scores.reduce<(typeof scores)[number] | undefined>(
    (most, score) => (score.share > (most?.share ?? least) ? score : most),
    undefined,
  );
  return best?.encoding ?? (least === 0 && scores.some(({ encoding }) => encoding === 'gb18030') ? 'gb18030' : undefined);
}

/** Undefined if the bytes are invalid in the encoding; a character truncated at the end is ignored. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function highRuns(bytes: Uint8Array): number[] {
  const runs: number[] = [];
  let length = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) length++;
    else if (length > 0) {
      runs.push(length);
      length = 0;
    }
  }
  if (length > 0) runs.push(length);
  return runs;
}
