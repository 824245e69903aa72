/** Why a service refused a request: too many texts (or tokens) at once, a text that is too long for the model, or perhaps one of these. */
export interface SizeRefusal {
  readonly refused: 'batch' | 'text' | 'unclear';
  /** The most texts of a request, or tokens of a text, if the service says so. */
  readonly limit?: number;
  /** Tokens of the text as the service counts them. */
  readonly given?: number;
}

const aboutText = [
  /too large to process|(input|text|prompt|sequence|string)s?\b.{0,40}\b(too long|exceed)/i,
  /(context|sequence|input|token)s?[ _-](length|size|window)|\bmax_(seq|model)\w*len/i,
  /(less|fewer|more|longer|greater) than \d+ tokens|\d+ tokens.{0,60}(maximum|limit|only|at most)|(maximum|limit|at most)\D{0,40}\d+ tokens/i,
];
const aboutBatch = [
  /\bbatch(es)?\b(?! size: \d)/i,
  /array too long|tokens? (per|in an?|in the) request/i,
  /too many (inputs?|texts?|documents?|items|strings|embeddings|contents)/i,
  /(at most|maximum( of)?|max\.?|up to|limit of|more than) \d+ (inputs?|texts?|documents?|items|strings|requests)/i,
  /number of (inputs?|texts?|documents?|items)/i,
];
const smallestTextLimit = 16;

/**
 * Reads a refusal from a status and the service's sentence. The wording is each server's own, in its own language: a request of several texts that is
 * refused for another reason is unclear until one of its texts has been sent alone. A 413 without a sentence means the batch, where there is more than
 * one text.
 */
export function readRefusal(status: number, sentence: string, texts: number): SizeRefusal | undefined {
  if (![400, 413, 422, 500].includes(status)) return undefined;
  // Such an error is mostly a passing one.
  if (status === 500 && !/too large|exceed|out of memory/i.test(sentence)) return undefined;
  const matches = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(sentence));
  const isText = /too large to process/i.test(sentence) || (matches(aboutText) && !matches(aboutBatch));
  if (isText) return textRefusal(sentence);
  if (texts > 1 && (matches(aboutBatch) || status === 413)) return batchRefusal(sentence, texts);
  if (status === 413) return textRefusal(sentence);
  return texts > 1 && status !== 500 ? { refused: 'unclear' } : undefined;
}

/** Whole numbers that stand alone: not parts of names or versions. */
const numbersIn = (sentence: string): number[] =>
  [...sentence.matchAll(/(?<![\w.-])\d+(?![\w-]|\.\d)/g)].map(([digits]) => Number(digits)).filter(Number.isSafeInteger);

function batchRefusal(sentence: string, texts: number): SizeRefusal {
  const limit = Math.min(...numbersIn(sentence).filter((number) => number >= 1 && number < texts && number !== 0));
  return { refused: 'batch', ...(Number.isFinite(limit) && { limit }) };
}

function textRefusal(sentence: string): SizeRefusal {
  const counts = numbersIn(sentence).filter((number) => number >= smallestTextLimit);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return { refused: 'text' };
  if (least < most) return { refused: 'text', limit: least, given: most };
  const isCount = new RegExp(String.raw`(input|text|prompt|given|got)\W{0,3}${least} tokens`, 'i').test(sentence.replace(/[()]/g, ' '));
  return isCount ? { refused: 'text', given: least } : { refused: 'text', limit: least };
}
