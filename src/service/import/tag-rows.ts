import type { FileSpec } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/limits';
import { IdField } from './id-field';
import type { ImportTables } from './import-tables';
import type { Fields } from './fields';
import { MissingMarks } from './missing-marks';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';

/** Rows of a tags file, one (video, tag) each; they become tags of the videos, without repetitions. */
export class TagRows {
  constructor(private readonly tables: ImportTables) {}

  handler(spec: FileSpec): RowHandler {
    let video: IdField | undefined;
    let tagColumn = -1;
    const marks = new MissingMarks(spec);
    return {
      begin: (columns) => {
        const column = spec.mapping['video'] ?? '';
        video = new IdField(column, columns.indexOf(column), 'missing-video', marks, spec.inertFormulas);
        tagColumn = columns.indexOf(spec.mapping['tag'] ?? '');
      },
      row: (fields) => (video ? this.#row(fields, video, tagColumn, spec) : undefined),
      problems: () => [],
    };
  }

  #row(fields: Fields, id: IdField, tagColumn: number, spec: FileSpec): Rejection | undefined {
    const problem = id.problem(fields);
    if (problem) return problem;
    const tag = fields.text(tagColumn).trim();
    if (tag === '') return rejected(spec.mapping['tag'] ?? '', 'missing-tag');
    if (tag.length > importLimits.textCharacters) return rejected(spec.mapping['tag'] ?? '', 'text-too-long');
    const row = id.codeIn(this.tables.videos, fields, false);
    const video = row < 0 ? undefined : this.tables.videoFacts[row];
    // Tags of videos that are not imported are not errors of the file.
    if (!video) return { ...rejected(id.column, 'unknown-video'), isRepetition: true };
    if (!video.tags.includes(tag)) this.tables.videoFacts[row] = { ...video, tags: [...video.tags, tag] };
    return undefined;
  }
}
