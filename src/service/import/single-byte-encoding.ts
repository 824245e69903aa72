/** An alphabet's encoding: `usual` are its frequent small letters; the first one wins a tie. */
interface Alphabet {
  readonly encoding: string;
  readonly usual: string;
  /** The script whose letters stand next to each other; Latin letters stand among those of ASCII. */
  readonly script: RegExp;
}

const latin = /\p{Script=Latin}/u;
const western = 'éèàâêëçôöüäßñíóáúãõåøæùûîïœìò';
const alphabets: readonly Alphabet[] = [
  { encoding: 'windows-1252', usual: western, script: latin },
  { encoding: 'windows-1250', usual: 'ąęłśżźćńěščřžůőűáíéóúôöüäâăîşťďň', script: latin },
  { encoding: 'windows-1254', usual: 'ığşçöüâîû', script: latin },
  { encoding: 'macintosh', usual: western, script: latin },
  { encoding: 'windows-1251', usual: 'оеаинтсрвлкмдпуяыьгзбчй', script: /\p{Script=Cyrillic}/u },
  { encoding: 'koi8-r', usual: 'оеаинтсрвлкмдпуяыьгзбчй', script: /\p{Script=Cyrillic}/u },
  { encoding: 'windows-1253', usual: 'αοιετνσρκπμληςάόίέήυδγθ', script: /\p{Script=Greek}/u },
  { encoding: 'windows-1255', usual: 'יוהלארתבמשנקדםע', script: /\p{Script=Hebrew}/u },
  { encoding: 'windows-1256', usual: 'ايلنمروتبةعدسفحهك', script: /\p{Script=Arabic}/u },
  { encoding: 'windows-874', usual: 'านรกอเงมยลวดทสตะปบคหแจพชไใ่้ีิัืุู', script: /\p{Script=Thai}/u },
];

const judgedBytes = 32 * 1024;

/** The alphabet whose reading of the bytes is most plausible, and how plausible it is: 1 where every high byte is a usual letter at its place. */
export function singleByteEncoding(bytes: Uint8Array): { readonly encoding: string; readonly score: number } {
  return alphabets
    .map((alphabet) => ({ encoding: alphabet.encoding, score: plausibility(bytes.subarray(0, judgedBytes), alphabet) }))
    .reduce((best, other) => (other.score > best.score + 1e-9 ? other : best));
}

function plausibility(bytes: Uint8Array, { encoding, usual, script }: Alphabet): number {
  // Without `stream`, Node.js 20 reads Windows-1252 as Latin-1, without the marks of 0x80 to 0x9f.
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  let [points, count] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if ((bytes[at] as number) < 0x80) continue;
    count++;
    points += pointsOf(text[at] ?? '', text[at - 1] ?? ' ', text[at + 1] ?? ' ', usual, script);
  }
  return count === 0 ? 0 : points / count;
}

const letter = /\p{L}|\p{M}/u;
const isSmall = (sign: string): boolean => sign !== sign.toUpperCase();
const isCapital = (sign: string): boolean => sign !== sign.toLowerCase();

function pointsOf(sign: string, before: string, after: string, usual: string, script: RegExp): number {
  if (sign === '\ufffd' || /\p{C}/u.test(sign)) return -2;
  const isWithin = letter.test(before) && letter.test(after);
  // Apostrophes are written within words; other signs there are letters of another alphabet.
  if (!letter.test(sign)) return isWithin && !/[’·]/.test(sign) ? -1 : /[¿¡«»„“”‘’–—…€°]/.test(sign) ? 1 : 0.5;
  if (!script.test(sign)) return script === latin ? -1 : 0.2;
  // No word goes on in capitals after a small letter, and few have them after the first.
  if (isCapital(sign) && letter.test(before)) return isSmall(before) ? -1 : 0.3;
  if (script !== latin && /[a-z]/i.test(before + after) && !isWithin) return 0.3;
  // Italian has these at the end of words only; within words they are letters of Eastern Europe.
  if (/[ìòù]/.test(sign) && letter.test(after)) return 0.2;
  return usual.includes(sign.toLowerCase()) ? (isCapital(sign) ? 0.8 : 1) : 0.3;
}
