import { plainDecimal } from '../cell-numbers';
import type { Fields } from '../fields';
import type { RecordSink, ScanProblem } from '../row-scanner';
import type { VectorFile } from '#engine/embeddings/port';
import { RankLabError } from '#shared/errors';
import { numberList, numberOf } from './number-list';
import { meaningOf, type VectorColumns } from './vector-columns';

const [point, comma] = [46, 44];
const problems: Partial<Record<ScanProblem, string>> = {
  'unterminated-quote': 'a quotation mark is never closed',
  'too-few-columns': 'it has too few cells',
  'too-many-columns': 'it has too many cells',
  'line-too-long': 'it has more than 32 MB',
  'no-object': 'it is no JSON object',
};

/** Collects the vectors of a table row by row. Every message names file, line and column. */
export class VectorRows implements RecordSink {
  readonly #keys: string[][];
  #vectors = new Float32Array(4096);
  #dimensions = 0;
  #rows = 0;
  #headerAhead: boolean;

  constructor(
    private readonly path: string,
    private readonly names: readonly string[],
    private readonly columns: VectorColumns,
    private readonly format: { readonly hasComma: boolean; readonly hasHeaderLine: boolean; readonly lineOffset: number },
  ) {
    this.#keys = columns.keys.map(() => []);
    this.#headerAhead = format.hasHeaderLine;
  }

  record(fields: Fields): void {
    if (this.#headerAhead) {
      this.#headerAhead = false;
      return;
    }
    const { list, dimensions, keys } = this.columns;
    const width = this.names.length;
    const isTrailing = fields.count === width + 1 && fields.isEmpty(width);
    if (fields.count !== width && !isTrailing) this.#refuse(fields.line, `${fields.count} cells instead of ${width}`);
    if (list !== undefined) this.#add(fields.line, this.#listIn(fields, list));
    else this.#addRow(fields, dimensions);
    keys.forEach((position, at) => this.#keys[at]?.push(fields.text(position).trim()));
  }

  reject(line: number, column: number, problem: ScanProblem): void {
    if (problem === 'empty-line') return;
    const place = column >= 0 ? `, “${this.names[column] ?? ''}”` : '';
    this.#refuse(line, `${problems[problem] ?? problem}${place}`);
  }

  /** What was read. @throws IMPORT_FAILED when there is no vector. */
  file(isNamed: boolean): VectorFile {
    const { keys, dimensions, notes } = this.columns;
    if (this.#rows === 0 || this.#dimensions === 0) throw this.#error('has no vectors', this.path);
    return {
      keys: keys.map((position, at) => {
        const name = this.names[position] ?? '';
        return { name, cells: this.#keys[at] ?? [], says: meaningOf(name, isNamed || name === 'word') };
      }),
      dimensions: this.#dimensions,
      vectors: this.#vectors.slice(0, this.#rows * this.#dimensions),
      ...(isNamed && dimensions.length > 0 && { names: dimensions.map((position) => this.names[position] ?? '') }),
      notes,
    };
  }

  #addRow(fields: Fields, positions: readonly number[]): void {
    const target = this.#next(positions.length);
    const decimal = this.format.hasComma ? comma : point;
    for (const [at, position] of positions.entries()) {
      const [start, end] = [fields.starts[position] ?? 0, fields.ends[position] ?? 0];
      const quick = plainDecimal(fields.bytes, start, end, decimal);
      this.#vectors[target + at] = Number.isNaN(quick) ? this.#slow(fields, position) : quick;
    }
  }

  #slow(fields: Fields, position: number): number {
    const text = fields.text(position).trim();
    const value = numberOf(this.format.hasComma ? text.replace(',', '.') : text);
    return value ?? this.#refuse(fields.line, `“${text.slice(0, 50)}” in “${this.names[position] ?? ''}” is not a number`);
  }

  #listIn(fields: Fields, position: number): Float64Array {
    const text = fields.text(position);
    if (text.trim() === '') return new Float64Array(this.#dimensions).fill(NaN);
    const numbers = numberList(text);
    const name = this.names[position] ?? '';
    if (numbers === 'shortened')
      return this.#refuse(
        fields.line,
        `the list in “${name}” was shortened with “...” when it was printed`,
        'Save all of it, for example with vectors.tolist() or numpy.set_printoptions(threshold=sys.maxsize)',
      );
    return numbers ?? this.#refuse(fields.line, `“${text.slice(0, 50)}” in “${name}” is not a list of numbers`);
  }

  #add(line: number, numbers: Float64Array): void {
    if (this.#rows > 0 && numbers.length !== this.#dimensions)
      this.#refuse(line, `${numbers.length} dimensions instead of ${this.#dimensions}`);
    this.#vectors.set(numbers, this.#next(numbers.length));
  }

  /** Where the next row begins. */
  #next(dimensions: number): number {
    this.#dimensions = dimensions;
    const start = this.#rows++ * dimensions;
    if (start + dimensions > this.#vectors.length) {
      const grown = new Float32Array(Math.max(2 * this.#vectors.length, start + dimensions));
      grown.set(this.#vectors);
      this.#vectors = grown;
    }
    return start;
  }

  #refuse(line: number, problem: string, remedy?: string): never {
    const at = line + this.format.lineOffset;
    throw this.#error(`, line ${at}: ${problem}`, `${this.path}:${at}`, remedy);
  }

  #error(problem: string, place: string, remedy = 'Correct the file, or choose another one'): RankLabError {
    return new RankLabError('IMPORT_FAILED', `${this.path}${problem.startsWith(',') ? '' : ' '}${problem}`, { place, remedy });
  }
}
