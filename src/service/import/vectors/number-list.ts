/** What programs print around the numbers: `array([…], dtype=float32)`, `tensor([[…]])`, `(…)`. */
const printed = /^(?:(?:np\.|numpy\.|torch\.)?[A-Za-z]*\()?[\s[({]*[[({]([^\])}]*)[\])}]([\s\])}]*(?:,[^[\]{}]*)?\)?)$/;

/**
 * The numbers of a cell: a JSON or Python list, a tuple, what NumPy or PyTorch print, or numbers with separators between them. A value
 * that is missing is NaN. Undefined for a text that is no list of numbers; `shortened` for one in which “...” stands for the middle.
 */
export function numberList(cell: string): Float64Array | 'shortened' | undefined {
  const text = cell.trim();
  const plain = text.startsWith('[') ? jsonNumbers(text) : undefined;
  if (plain) return plain;
  const withCommas = decimalCommas(text);
  if (withCommas) return withCommas;
  const wrapped = printed.exec(text)?.[1];
  const found = (wrapped ?? text).match(/\.\.\.|…|[^\s,;|]+/g) ?? [];
  // A single number without brackets is a number, not a list.
  if (wrapped === undefined && found.length < 2) return undefined;
  const numbers = new Float64Array(found.length);
  for (const [at, word] of found.entries()) {
    if (word === '...' || word === '…') return 'shortened';
    const value = numberOf(word);
    if (value === undefined) return undefined;
    numbers[at] = value;
  }
  return numbers;
}

/** Numbers with decimal commas, between which something else stands: `0,5|-1,25`, `[0,5 1]`. */
function decimalCommas(text: string): Float64Array | undefined {
  const words = text
    .replace(/^[[({]|[\])}]$/g, '')
    .trim()
    .split(/\s*[;|]\s*|\s+/);
  const areNumbers = words.length > 1 && words.every((word) => /^[-+]?\d+(,\d+)?(e[-+]?\d+)?$/i.test(word));
  return areNumbers && text.includes(',') ? Float64Array.from(words, (word) => Number(word.replace(',', '.'))) : undefined;
}

/** The quick way for most files. Embedding services answer with a list of one object, which holds the vector. */
function jsonNumbers(text: string): Float64Array | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const [only] = Array.isArray(parsed) && parsed.length === 1 ? (parsed as unknown[]) : [];
    const lists = typeof only === 'object' && only !== null ? Object.values(only).filter(Array.isArray) : [];
    const value = lists.length === 1 ? lists[0] : parsed;
    return Array.isArray(value) && value.every((element) => typeof element === 'number') ? Float64Array.from(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Words of programs for a value that is not a number. */
const notANumber = /^[-+]?(nan|null|none|n\/a|na|<na>|\\n)$/i;
const infinite = /^([-+]?)inf(inity)?$/i;
const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The word as a number, NaN for a missing one; undefined for another text. */
export function numberOf(word: string): number | undefined {
  if (number.test(word)) return Number(word);
  if (word === '' || notANumber.test(word)) return NaN;
  const bare = /^["'](.+)["']$/.exec(word)?.[1];
  if (bare !== undefined) return numberOf(bare);
  const sign = infinite.exec(word)?.[1];
  return sign === undefined ? undefined : sign === '-' ? -Infinity : Infinity;
}
