import { bareFormula } from '#engine/dataset/csv-cells';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { importLimits, readMultiValue, readTimestamp } from '#engine/dataset/importers/rules';
import { ranges } from '#shared/schemas/ranges';
import { numberField } from './cell-numbers';
import { idCode, idProblem } from './id-field';
import type { ImportTables, VideoFacts } from './import-tables';
import type { Fields } from './fields';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';

type Field = 'video' | 'title' | 'description' | 'tags' | 'category' | 'creator' | 'publishedAt' | 'duration';
const textFields = ['title', 'description', 'tags', 'category', 'creator'] as const;

/** Rows of a videos file. The first row of an id counts; what the workspace knew about it before is replaced. */
export class VideoRows {
  /** Line by video row. */
  readonly #lines = new Map<number, number>();

  constructor(private readonly tables: ImportTables) {}

  handler(spec: FileSpec): RowHandler {
    let columns: readonly string[] = [];
    const index = (field: Field): number => columns.indexOf(spec.mapping[field] ?? '');
    let positions: Record<Field, number>;
    let flags: (readonly [string, number])[] = [];
    return {
      begin: (names) => {
        columns = names;
        positions = {
          video: index('video'),
          title: index('title'),
          description: index('description'),
          tags: index('tags'),
          category: index('category'),
          creator: index('creator'),
          publishedAt: index('publishedAt'),
          duration: index('duration'),
        };
        flags = Object.entries(spec.categoryFlags ?? {}).map(([label, column]) => [label, names.indexOf(column)] as const);
      },
      row: (fields) => this.#row(spec, positions, flags, fields),
    };
  }

  #row(
    spec: FileSpec,
    at: Readonly<Record<Field, number>>,
    flags: readonly (readonly [string, number])[],
    fields: Fields,
  ): Rejection | undefined {
    const name = (field: Field): string => spec.mapping[field] ?? '';
    const problem = idProblem(fields, at.video, 'missing-video');
    if (problem) return rejected(name('video'), problem);
    for (const field of textFields) {
      if (at[field] >= 0 && tooLong(fields, at[field])) return rejected(name(field), 'text-too-long');
    }
    const publishedAt = at.publishedAt < 0 ? { value: NaN } : readTimestamp(fields.text(at.publishedAt), spec.timestampUnit);
    if ('rejected' in publishedAt) return rejected(name('publishedAt'), publishedAt.rejected, { value: fields.text(at.publishedAt) });
    const duration = at.duration < 0 ? NaN : numberField(fields, at.duration, spec.decimalComma);
    if (typeof duration !== 'number' && 'rejected' in duration) {
      return rejected(name('duration'), duration.rejected, { value: fields.text(at.duration) });
    }
    const durationSeconds = typeof duration === 'number' ? duration : duration.value;
    if (durationSeconds > ranges.durationSeconds.maximum)
      return rejected(name('duration'), 'duration-too-long', { value: fields.text(at.duration) });
    if (durationSeconds < 0) return rejected(name('duration'), 'negative-duration', { value: fields.text(at.duration) });
    const row = idCode(this.tables.videos, fields, at.video, spec.inertFormulas, true);
    const earlier = this.#lines.get(row);
    if (earlier !== undefined) return rejected(name('video'), 'duplicate-id', { line: earlier });
    this.#lines.set(row, fields.line);
    const text = (field: Field): string => textOf(fields, at[field], spec.inertFormulas);
    this.tables.videoFacts[row] = {
      title: text('title'),
      description: text('description'),
      tags: at.tags < 0 ? [] : readMultiValue(text('tags'), spec.multiValues),
      categories: categories(fields, spec, text('category'), flags),
      creator: text('creator') || null,
      publishedAtMs: publishedAt.value,
      durationSeconds,
    } satisfies VideoFacts;
    return undefined;
  }
}

const textOf = (fields: Fields, index: number, inert: boolean): string => {
  if (index < 0 || fields.isEmpty(index)) return '';
  return inert ? bareFormula(fields.text(index)) : fields.text(index);
};

function tooLong(fields: Fields, index: number): boolean {
  const bytes = (fields.ends[index] as number) - (fields.starts[index] as number);
  return bytes > importLimits.textCharacters && fields.text(index).length > importLimits.textCharacters;
}

function categories(fields: Fields, spec: FileSpec, cell: string, flags: readonly (readonly [string, number])[]): string[] {
  if (flags.length > 0) return flags.filter(([, column]) => column >= 0 && fields.text(column) === '1').map(([label]) => label);
  return cell === '' ? [] : readMultiValue(cell, spec.multiValues);
}
