import { bareFormula } from '#engine/dataset/csv-cells';
import { readDuration } from '#engine/dataset/importers/formats/durations';
import { readList } from '#engine/dataset/importers/formats/lists';
import type { FileSpec, ImportPlan } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/limits';
import { ranges } from '#shared/schemas/ranges';
import { timestampField } from './cell-numbers';
import { plainText } from './entities';
import type { Fields } from './fields';
import { IdField } from './id-field';
import type { ImportTables, VideoFacts } from './import-tables';
import { KeptCells } from './kept-cells';
import { MissingMarks } from './missing-marks';
import { OptionalCell } from './optional-cell';
import { rejected, type Rejection } from './reject-log';
import { RepeatedIds } from './repeated-ids';
import { rowFilter } from './row-filter';
import type { RowHandler } from './row-reader';

const textFields = ['title', 'description', 'tags', 'category', 'creator'] as const;
type TextField = (typeof textFields)[number];

interface Readers {
  readonly spec: FileSpec;
  readonly video: IdField;
  readonly texts: Readonly<Record<TextField, number>>;
  readonly publishedAt: OptionalCell;
  readonly duration: OptionalCell;
  readonly flags: readonly (readonly [label: string, index: number])[];
  readonly kept: KeptCells;
  readonly marks: MissingMarks;
  readonly filter: (fields: Fields) => Rejection | undefined;
}

/** Rows of a videos file. The first or the last row of an id counts; earlier properties in the workspace are replaced. */
export class VideoRows {
  readonly #repeated = new RepeatedIds('video');

  constructor(
    private readonly tables: ImportTables,
    private readonly sameIds: ImportPlan['sameIds'],
  ) {}

  handler(spec: FileSpec): RowHandler {
    let readers: Readers | undefined;
    return {
      begin: (columns) => {
        readers = this.#readers(spec, columns);
      },
      row: (fields) => (readers ? this.#row(readers, fields) : undefined),
      problems: () => (readers ? [...readers.publishedAt.problems, ...readers.duration.problems, ...readers.kept.problems] : []),
    };
  }

  #readers(spec: FileSpec, columns: readonly string[]): Readers {
    const { mapping, timestampUnit, durationUnit, numbers } = spec;
    const marks = new MissingMarks(spec);
    const name = (field: string): string => mapping[field] ?? '';
    const index = (field: string): number => columns.indexOf(name(field));
    const readTime = (fields: Fields, at: number) => timestampField(fields, at, timestampUnit);
    const readLength = (fields: Fields, at: number) => {
      const seconds = readDuration(fields.text(at).trim(), durationUnit, numbers);
      if (Number.isNaN(seconds)) return { rejected: 'not-a-number' } as const;
      if (seconds < 0) return { rejected: 'negative-duration' } as const;
      return seconds > ranges.durationSeconds.maximum ? ({ rejected: 'duration-too-long' } as const) : seconds;
    };
    return {
      spec,
      video: new IdField(name('video'), index('video'), 'missing-video', marks, spec.inertFormulas, this.sameIds),
      texts: {
        title: index('title'),
        description: index('description'),
        tags: index('tags'),
        category: index('category'),
        creator: index('creator'),
      },
      publishedAt: new OptionalCell(name('publishedAt'), index('publishedAt'), marks, readTime),
      duration: new OptionalCell(name('duration'), index('duration'), marks, readLength),
      flags: Object.entries(spec.categoryFlags ?? {}).map(([label, column]) => [label, columns.indexOf(column)] as const),
      kept: new KeptCells(spec, columns, this.tables.furtherVideos, this.tables.videos.size, marks),
      marks,
      filter: rowFilter(spec.where, columns, spec.file),
    };
  }

  #row(readers: Readers, fields: Fields): Rejection | undefined {
    const { spec, video, texts } = readers;
    const unwanted = readers.filter(fields) ?? video.problem(fields);
    if (unwanted) return unwanted;
    for (const field of textFields) {
      if (texts[field] >= 0 && tooLong(fields, texts[field])) return rejected(spec.mapping[field] ?? '', 'text-too-long');
    }
    const row = video.codeIn(this.tables.videos, fields, true);
    const { refusal, replacement } = this.#repeated.enter(row, fields.line, video.column, spec.repeatedIds);
    if (refusal) return refusal;
    const text = (field: TextField): string => textOf(readers, fields, texts[field]);
    const facts = {
      title: text('title'),
      description: text('description'),
      tags: readList(text('tags'), spec.multiValues),
      categories: categories(readers, fields, text('category')),
      creator: text('creator') || null,
      publishedAtMs: readers.publishedAt.read(fields),
      durationSeconds: readers.duration.read(fields),
    } satisfies VideoFacts;
    // Rows made of single properties, in several files, complete each other.
    const isPart = spec.shape?.id === 'properties' && replacement !== undefined;
    this.tables.videoFacts[row] = isPart ? completed(this.tables.videoFacts[row], facts) : facts;
    readers.kept.write(row, fields, isPart);
    return replacement;
  }
}

/** The later row's properties where it has them. */
const completed = (before: VideoFacts | undefined, facts: VideoFacts): VideoFacts => ({
  title: facts.title || (before?.title ?? ''),
  description: facts.description || (before?.description ?? ''),
  tags: facts.tags.length > 0 ? facts.tags : (before?.tags ?? []),
  categories: facts.categories.length > 0 ? facts.categories : (before?.categories ?? []),
  creator: facts.creator ?? before?.creator ?? null,
  publishedAtMs: Number.isNaN(facts.publishedAtMs) ? (before?.publishedAtMs ?? NaN) : facts.publishedAtMs,
  durationSeconds: Number.isNaN(facts.durationSeconds) ? (before?.durationSeconds ?? NaN) : facts.durationSeconds,
});

function textOf({ spec, marks }: Readers, fields: Fields, index: number): string {
  if (index < 0 || marks.isMissing(fields, index, false)) return '';
  const text = spec.inertFormulas ? bareFormula(fields.text(index)) : fields.text(index);
  return spec.entities ? plainText(text) : text;
}

function tooLong(fields: Fields, index: number): boolean {
  const bytes = (fields.ends[index] as number) - (fields.starts[index] as number);
  return bytes > importLimits.textCharacters && fields.text(index).length > importLimits.textCharacters;
}

function categories({ spec, flags }: Readers, fields: Fields, cell: string): string[] {
  if (flags.length > 0) return flags.filter(([, column]) => column >= 0 && fields.text(column) === '1').map(([label]) => label);
  return readList(cell, spec.multiValues);
}
