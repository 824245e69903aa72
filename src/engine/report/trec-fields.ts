/**
 * TREC files separate fields by white space and start comments with "#": such characters in ids are written as
 * percent-encoded UTF-8, and so is "%", so that `decodeURIComponent` gives the id back.
 */
export const encodeTrecField = (id: string): string =>
  id === '' ? '%00' : id.replace(/[\s%#\p{Cc}\p{Zs}\ufeff]/gu, (character) => percentEncode(character));

function percentEncode(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next smaller number that float32 can hold. */
function nextBelow(value: number): number {
  float[0] = value;
  if (float[0] < value || Number.isNaN(value)) return float[0];
  if (float[0] === 0) bits[0] = 0x80000001 | 0;
  else bits[0] += float[0] > 0 ? -1 : 1;
  return float[0];
}

/**
 * Scores in the given order that strictly descend even after rounding to float32, which is how older trec_eval reads
 * them. A score that already does is kept as it is.
 */
export function strictlyDescending(scores: Float64Array): number[] {
  let previous = Infinity;
  return Array.from(scores, (score) => {
    const written = Math.fround(score) < Math.fround(previous) ? score : nextBelow(Math.fround(previous));
    previous = written;
    return written;
  });
}
