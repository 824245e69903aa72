import { importLimits } from '../limits';

interface QuoteScan {
  /** Physical lines: ended by LF, CRLF or CR; a last line without an end counts. */
  readonly lines: number;
  /** Line (from 1) of an opening quotation mark that is never closed, or not within the limit of lines. */
  readonly unterminatedAtLine: number | undefined;
}

const [quote, lineFeed, carriageReturn] = [0x22, 0x0a, 0x0d];

/**
 * Counts lines and finds a quotation mark that would swallow the rest of a file, without parsing it: feed the bytes
 * (UTF-8 or any superset of ASCII) in order, then `finish`. A mark opens a quoted cell only where a cell starts.
 */
export class QuoteScanner {
  readonly #delimiterEnd: number;
  #lines = 0;
  #openedAtLine = 0;
  #inQuotes = false;
  #mayOpen = true;
  #afterQuote = false;
  #afterReturn = false;
  #anyOnLine = false;
  #unterminatedAtLine: number | undefined;

  constructor(delimiter: string) {
    this.#delimiterEnd = delimiter.charCodeAt(delimiter.length - 1);
  }

  feed(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === lineFeed && this.#afterReturn) {
        this.#afterReturn = false;
        continue; // the LF of a CRLF
      }
      this.#afterReturn = byte === carriageReturn;
      const endsLine = byte === lineFeed || byte === carriageReturn;
      if (endsLine) this.#lines++;
      this.#anyOnLine = !endsLine;
      if (this.#inQuotes) {
        this.#insideQuotes(byte);
      } else if (byte === quote && this.#mayOpen) {
        this.#inQuotes = true;
        this.#openedAtLine = this.#lines + 1;
      } else {
        this.#mayOpen = endsLine || byte === this.#delimiterEnd;
      }
    }
  }

  finish(): QuoteScan {
    const stillOpen = this.#inQuotes && !this.#afterQuote;
    return {
      lines: this.#lines + (this.#anyOnLine ? 1 : 0),
      unterminatedAtLine: this.#unterminatedAtLine ?? (stillOpen ? this.#openedAtLine : undefined),
    };
  }

  /** A mark inside quotes closes them unless another one follows, which the next byte decides. */
  #insideQuotes(byte: number): void {
    if (this.#afterQuote) {
      this.#afterQuote = false;
      if (byte === quote) return; // "" is an escaped mark
      this.#inQuotes = false;
      this.#mayOpen = byte === lineFeed || byte === carriageReturn || byte === this.#delimiterEnd;
      return;
    }
    if (byte === quote) this.#afterQuote = true;
    else if (this.#lines + 1 - this.#openedAtLine > importLimits.linesPerRecord) {
      this.#unterminatedAtLine ??= this.#openedAtLine;
      this.#inQuotes = false;
      this.#mayOpen = false;
    }
  }
}
