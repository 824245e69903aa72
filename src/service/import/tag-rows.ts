import type { FileSpec } from '#engine/dataset/importers/plan';
import { importLimits } from '#engine/dataset/importers/rules';
import { idCode, idProblem } from './id-field';
import type { ImportTables } from './import-tables';
import type { Fields } from './fields';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';

/** Rows of a tags file, one (video, tag) each; they become tags of the videos, without repetitions. */
export class TagRows {
  constructor(private readonly tables: ImportTables) {}

  handler(spec: FileSpec): RowHandler {
    let videoColumn = -1;
    let tagColumn = -1;
    return {
      begin: (columns) => {
        videoColumn = columns.indexOf(spec.mapping['video'] ?? '');
        tagColumn = columns.indexOf(spec.mapping['tag'] ?? '');
      },
      row: (fields) => this.#row(fields, videoColumn, tagColumn, spec),
    };
  }

  #row(fields: Fields, videoColumn: number, tagColumn: number, spec: FileSpec): Rejection | undefined {
    const problem = idProblem(fields, videoColumn, 'missing-video');
    if (problem) return rejected(spec.mapping['video'] ?? '', problem);
    const tag = fields.text(tagColumn).trim();
    if (tag === '') return rejected(spec.mapping['tag'] ?? '', 'missing-tag');
    if (tag.length > importLimits.textCharacters) return rejected(spec.mapping['tag'] ?? '', 'text-too-long');
    const row = idCode(this.tables.videos, fields, videoColumn, spec.inertFormulas, false);
    const video = row < 0 ? undefined : this.tables.videoFacts[row];
    if (!video) return rejected(spec.mapping['video'] ?? '', 'unknown-video');
    if (!video.tags.includes(tag)) this.tables.videoFacts[row] = { ...video, tags: [...video.tags, tag] };
    return undefined;
  }
}
