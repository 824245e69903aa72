import type { ImportPlan, FileSpec } from '#engine/dataset/importers/plan';
import { numberField, timestampField } from './cell-numbers';
import type { Fields } from './fields';
import { Growable } from './growable';
import { IdField } from './id-field';
import type { ImportTables } from './import-tables';
import { InteractionSet } from './interaction-set';
import { FlagKinds, KindReader } from './kind-reader';
import { KeptCells } from './kept-cells';
import { MissingMarks } from './missing-marks';
import { OptionalCell } from './optional-cell';
import { rejected, type Rejection } from './reject-log';
import { rowFilter } from './row-filter';
import type { RowHandler } from './row-reader';

interface InteractionPolicy {
  /** Users (videos) that no file describes are rejected. */
  readonly rejectUnknownUsers: boolean;
  readonly rejectUnknownVideos: boolean;
  readonly duplicates: ImportPlan['duplicates'];
  readonly sameIds: ImportPlan['sameIds'];
}

/** The cell readers of one file. */
interface Readers {
  readonly user: IdField;
  readonly video: IdField;
  readonly value: OptionalCell;
  readonly timestamp: OptionalCell;
  readonly kinds: KindReader;
  readonly flags: FlagKinds | undefined;
  readonly kept: KeptCells;
  readonly filter: (fields: Fields) => Rejection | undefined;
  readonly duplicates: NonNullable<ImportPlan['duplicates']>;
}

/** Rows of an interactions file. One instance for all of an import's files: repetitions are found across them. */
export class InteractionRows {
  readonly #seen: InteractionSet;
  /** Line of each interaction of this import, for the message about its repetition. */
  readonly #lines = new Growable(Int32Array);

  constructor(
    private readonly tables: ImportTables,
    private readonly policy: InteractionPolicy,
  ) {
    const { users, videos, kinds, values, timestampsMs } = tables.interactions;
    this.#seen = new InteractionSet({ users, videos, kinds, values, timestampsMs });
    for (let i = 0; i < tables.initial.interactions; i++) if (!Number.isNaN(timestampsMs.at(i))) this.#seen.add(i);
  }

  handler(spec: FileSpec): RowHandler {
    let readers: Readers | undefined;
    return {
      begin: (columns) => {
        readers = this.#readers(spec, columns);
      },
      row: (fields) => (readers ? this.#row(readers, fields) : undefined),
      problems: () => (readers ? [...readers.value.problems, ...readers.kept.problems] : []),
    };
  }

  #readers(spec: FileSpec, columns: readonly string[]): Readers {
    const { mapping, inertFormulas, numbers, timestampUnit, notRated } = spec;
    const marks = new MissingMarks(spec);
    const name = (field: string): string => mapping[field] ?? '';
    const index = (field: string): number => columns.indexOf(name(field));
    const id = (field: 'user' | 'video'): IdField =>
      new IdField(name(field), index(field), `missing-${field}`, marks, inertFormulas, this.policy.sameIds);
    const readValue = (fields: Fields, at: number) => {
      const value = numberField(fields, at, numbers);
      return typeof value === 'number' && notRated.includes(value) ? NaN : value;
    };
    return {
      user: id('user'),
      video: id('video'),
      value: new OptionalCell(name('value'), index('value'), marks, readValue),
      timestamp: new OptionalCell(name('timestamp'), index('timestamp'), marks, (fields, at) => timestampField(fields, at, timestampUnit)),
      kinds: new KindReader(this.tables, spec, index('kind'), marks),
      flags: Object.keys(spec.flags).length > 0 ? new FlagKinds(this.tables, spec, columns) : undefined,
      kept: new KeptCells(spec, columns, this.tables.furtherInteractions, this.tables.interactionCount, marks),
      filter: rowFilter(spec.where, columns, spec.file),
      duplicates: this.policy.duplicates ?? (spec.timesAreDays || this.#isWhole(spec) ? 'keep' : 'first'),
    };
  }

  /** Whether the file is a complete log from a workspace, whose duplicates are real; in a merge the workspace may already have its rows. */
  #isWhole({ written }: FileSpec): boolean {
    return written && this.tables.initial.interactions === 0;
  }

  #row(readers: Readers, fields: Fields): Rejection | undefined {
    const { user, video, kinds, flags } = readers;
    const unwanted = readers.filter(fields) ?? user.problem(fields) ?? video.problem(fields);
    if (unwanted) return unwanted;
    const { users, videos } = this.tables;
    const kind = flags ? 0 : kinds.codeOf(fields);
    if (typeof kind !== 'number') return kind;
    const set = flags?.codesOf(fields);
    if (set && !Array.isArray(set)) return set as Rejection;
    const value = readers.value.read(fields);
    // An event with an unreadable time cannot be ordered.
    const timestampMs = readers.timestamp.readOrReject(fields);
    if (typeof timestampMs !== 'number') return timestampMs;
    if (this.policy.rejectUnknownUsers && user.codeIn(users, fields, false) < 0) return rejected(user.column, 'unknown-user');
    if (this.policy.rejectUnknownVideos && video.codeIn(videos, fields, false) < 0) return rejected(video.column, 'unknown-video');
    const userCode = user.codeIn(users, fields, true);
    const videoCode = video.codeIn(videos, fields, true);
    if (!set) return this.#add(readers, userCode, videoCode, kind, value, timestampMs, fields);
    const outcomes = (set as readonly number[]).map((code) => this.#add(readers, userCode, videoCode, code, value, timestampMs, fields));
    return outcomes.every((outcome) => outcome !== undefined) ? outcomes[0] : undefined;
  }

  #add(
    { kept, duplicates }: Readers,
    user: number,
    video: number,
    kind: number,
    value: number,
    timestampMs: number,
    fields: Fields,
  ): Rejection | undefined {
    const { interactions, initial } = this.tables;
    // Without a timestamp a repetition is another view; with one it is the same row exported twice, unless times are days.
    const isTimed = !Number.isNaN(timestampMs);
    const counts = duplicates === 'count';
    if (counts || (isTimed && duplicates === 'first')) {
      const earlier = this.#seen.find(user, video, kind, counts ? undefined : value, timestampMs);
      if (earlier >= 0 && earlier < initial.interactions && isTimed) {
        return { column: '', reason: 'the workspace already has this interaction', isRepetition: true };
      }
      if (earlier >= 0 && counts) {
        interactions.values.set(earlier, interactions.values.at(earlier) + 1);
        return { column: '', reason: 'a repetition, added to the count', isLeftOut: true };
      }
      if (earlier >= 0) {
        const line = this.#lines.at(earlier - initial.interactions);
        return { ...rejected('', 'duplicate-interaction', { line }), isRepetition: true };
      }
    }
    const row = interactions.users.length;
    interactions.users.push(user);
    interactions.videos.push(video);
    interactions.kinds.push(kind);
    interactions.values.push(counts ? 1 : value);
    interactions.timestampsMs.push(timestampMs);
    this.#lines.push(fields.line);
    if (!kept.isEmpty) kept.write(row, fields);
    if (isTimed || counts) this.#seen.add(row);
    return undefined;
  }
}
