import Papa from 'papaparse';
import { RankLabError } from '#shared/errors';
import { readText } from '../arguments';

/** Columns of a CSV file by the names that `map` gives them. @throws INVALID_ARGUMENT for a missing column, IMPORT_FAILED for a bad cell. */
export class LogFile {
  readonly #rows: readonly Record<string, string>[];
  readonly #headers: readonly string[];

  constructor(
    private readonly file: string,
    private readonly map: Readonly<Record<string, string>>,
  ) {
    const { data, meta } = Papa.parse<Record<string, string>>(readText(file).replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    });
    this.#rows = data;
    this.#headers = meta.fields ?? [];
  }

  numbers(name: string): number[] {
    const header = this.#headerOf(name);
    return this.#rows.map((row, index) => numberIn(row[header] ?? '', `${this.file}: row ${index + 1}, ${header}`));
  }

  texts(name: string): string[] {
    const header = this.#headerOf(name);
    return this.#rows.map((row) => row[header] ?? '');
  }

  #headerOf(name: string): string {
    const header = this.map[name] ?? name;
    if (this.#headers.includes(header)) return header;
    throw new RankLabError('INVALID_ARGUMENT', `${this.file} has no column “${header}”`, {
      place: this.file,
      value: header,
      remedy: `Its columns are ${this.#headers.join(', ')}; choose one with --map ${name}=COLUMN`,
    });
  }
}

function numberIn(text: string, place: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new RankLabError('IMPORT_FAILED', `${place}: “${text.slice(0, 80)}” is not a number`, { place, value: text.slice(0, 80) });
}
