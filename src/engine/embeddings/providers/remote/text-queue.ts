import type { SizeRefusal } from './refusals';
import { estimateTokens, withinTokens } from './tokens';

/** What a service takes, as it said; kept for its later requests. */
export interface ServiceLimits {
  batchTexts?: number;
  textTokens?: number;
}

interface WaitingText {
  readonly key: string;
  /** What is sent: the text, or its beginning. */
  readonly text: string;
  readonly isCut: boolean;
  /** Most texts in a request with this one. */
  readonly most: number;
}

/** A text is not cut to fewer characters; it would say nothing. */
const shortestText = 8;
/** Without numbers from the service, each attempt sends this part of the text. */
const nextPart = 0.7;
/** Tokens differ in length: a little less than the share that would fit. */
const margin = 0.98;

/** Texts that wait for a request, in order. Its limits shrink as the service refuses. */
export class TextQueue {
  readonly #waiting: WaitingText[];
  /** Most texts in a request, as concluded from refusals that do not say why. */
  #supposedTexts = Infinity;

  constructor(
    texts: Iterable<readonly [key: string, text: string]>,
    private readonly most: { readonly batchTexts: number; readonly batchTokens: number },
    private readonly limits: ServiceLimits,
  ) {
    this.#waiting = Array.from(texts, ([key, text]) => ({ key, text, isCut: false, most: Infinity })).reverse();
  }

  /** The next texts within every limit; empty when none are left. */
  take(): readonly WaitingText[] {
    const batch: WaitingText[] = [];
    let most = Math.min(this.most.batchTexts, this.limits.batchTexts ?? Infinity, this.#supposedTexts);
    let tokens = 0;
    for (let next = this.#waiting.at(-1); next && batch.length < most; next = this.#waiting.at(-1)) {
      const fitting = this.#fitting(next);
      const cost = estimateTokens(fitting.text);
      if (batch.length > 0 && (tokens + cost > this.most.batchTokens || batch.length >= next.most)) break;
      this.#waiting.pop();
      most = Math.min(most, fitting.most);
      batch.push(fitting);
      tokens += cost;
    }
    return batch;
  }

  /** Puts the texts of a refused request back, to be sent in smaller pieces. False where they cannot be made smaller. */
  giveBack(batch: readonly WaitingText[], refusal: SizeRefusal): boolean {
    const make = { batch: this.#smaller, text: this.#shorter, unclear: this.#probing }[refusal.refused];
    const pieces = make.call(this, batch, refusal);
    this.#waiting.push(...[...pieces].reverse());
    return pieces.length > 0;
  }

  /** Every text was embedded, so the size of the requests was what the service refused. */
  keepSupposed(): void {
    if (this.#supposedTexts < Infinity) this.limits.batchTexts = Math.min(this.#supposedTexts, this.limits.batchTexts ?? Infinity);
  }

  /** One text alone, whose refusal would tell that the size is not at fault, then fewer at a time. */
  #probing(batch: readonly WaitingText[]): readonly WaitingText[] {
    this.#supposedTexts = Math.min(Math.max(1, Math.floor(batch.length / 2)), this.#supposedTexts);
    return batch.map((entry, at) => (at === 0 ? { ...entry, most: 1 } : entry));
  }

  #smaller(batch: readonly WaitingText[], { limit }: SizeRefusal): readonly WaitingText[] {
    if (batch.length < 2) return [];
    this.limits.batchTexts = Math.min(limit ?? Math.floor(batch.length / 2), this.limits.batchTexts ?? Infinity);
    return batch;
  }

  #shorter(batch: readonly WaitingText[], { limit, given }: SizeRefusal): readonly WaitingText[] {
    if (limit !== undefined) this.limits.textTokens = Math.min(limit, this.limits.textTokens ?? Infinity);
    if (batch.some((entry) => this.#fitting(entry) !== entry)) return batch;
    // The text that is too long is found by halving the request; others are not affected.
    if (batch.length > 1) return batch.map((entry) => ({ ...entry, most: Math.floor(batch.length / 2) }));
    const part = limit !== undefined && given !== undefined ? (margin * limit) / given : nextPart;
    return batch.flatMap((entry) => {
      const characters = [...entry.text];
      const length = Math.floor(Math.min(margin, part) * characters.length);
      return length < shortestText ? [] : [{ ...entry, text: characters.slice(0, length).join('').trimEnd(), isCut: true }];
    });
  }

  #fitting(entry: WaitingText): WaitingText {
    const { textTokens } = this.limits;
    if (textTokens === undefined || estimateTokens(entry.text) <= textTokens) return entry;
    return { ...entry, text: withinTokens(entry.text, textTokens), isCut: true };
  }
}
