import { importLimits, type Checked } from '#engine/dataset/importers/rules';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { numberField, timestampField } from './cell-numbers';
import { Growable } from './growable';
import { idCode, idProblem } from './id-field';
import type { ImportTables } from './import-tables';
import { InteractionSet } from './interaction-set';
import type { Fields } from './record-scanner';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';

export interface InteractionPolicy {
  /** Users (videos) that no file describes are rejected. */
  readonly rejectUnknownUsers: boolean;
  readonly rejectUnknownVideos: boolean;
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
    for (let i = 0; i < tables.initial.interactions; i++) if (!Number.isNaN(timestampsMs.values()[i])) this.#seen.add(i);
  }

  handler(spec: FileSpec): RowHandler {
    const { mapping } = spec;
    let column: Record<'user' | 'video' | 'kind' | 'value' | 'timestamp', number>;
    const kindOf = new Map<string, number>();
    return {
      begin: (columns) => {
        const index = (field: string): number => columns.indexOf(mapping[field] ?? '');
        column = { user: index('user'), video: index('video'), kind: index('kind'), value: index('value'), timestamp: index('timestamp') };
      },
      row: (fields) => this.#row(spec, column, kindOf, fields),
    };
  }

  #row(
    spec: FileSpec,
    column: Record<'user' | 'video' | 'kind' | 'value' | 'timestamp', number>,
    kindOf: Map<string, number>,
    fields: Fields,
  ): Rejection | undefined {
    const name = (field: string): string => spec.mapping[field] ?? '';
    const userProblem = idProblem(fields, column.user, 'missing-user');
    if (userProblem) return rejected(name('user'), userProblem);
    const videoProblem = idProblem(fields, column.video, 'missing-video');
    if (videoProblem) return rejected(name('video'), videoProblem);
    const value = column.value < 0 ? NaN : numberField(fields, column.value, spec.decimalComma);
    if (typeof value !== 'number' && 'rejected' in value) return this.#bad(fields, column.value, name('value'), value);
    const timestampMs = column.timestamp < 0 ? NaN : timestampField(fields, column.timestamp, spec.timestampUnit);
    if (typeof timestampMs !== 'number' && 'rejected' in timestampMs)
      return this.#bad(fields, column.timestamp, name('timestamp'), timestampMs);
    const kind = column.kind < 0 || fields.isEmpty(column.kind) ? spec.defaultKind : fields.text(column.kind);
    const kindCode = this.#kindCode(kind, spec, kindOf);
    if (typeof kindCode !== 'number') return { column: name('kind'), ...kindCode };
    const { users, videos } = this.tables;
    if (this.policy.rejectUnknownUsers && idCode(users, fields, column.user, spec.inertFormulas, false) < 0) {
      return rejected(name('user'), 'unknown-user');
    }
    if (this.policy.rejectUnknownVideos && idCode(videos, fields, column.video, spec.inertFormulas, false) < 0) {
      return rejected(name('video'), 'unknown-video');
    }
    const userCode = idCode(users, fields, column.user, spec.inertFormulas, true);
    const videoCode = idCode(videos, fields, column.video, spec.inertFormulas, true);
    return this.#add(userCode, videoCode, kindCode, plain(value), plain(timestampMs), fields.line);
  }

  #add(user: number, video: number, kind: number, value: number, timestampMs: number, line: number): Rejection | undefined {
    const { interactions, initial } = this.tables;
    if (!Number.isNaN(timestampMs)) {
      // Without a timestamp a repetition is another view; with one it is the same row exported twice.
      const earlier = this.#seen.find(user, video, kind, value, timestampMs);
      if (earlier >= 0 && earlier < initial.interactions) return { column: '', reason: 'the workspace already has this interaction' };
      if (earlier >= 0) return rejected('', 'duplicate-interaction', { line: this.#lines.values()[earlier - initial.interactions] ?? 0 });
    }
    interactions.users.push(user);
    interactions.videos.push(video);
    interactions.kinds.push(kind);
    interactions.values.push(value);
    interactions.timestampsMs.push(timestampMs);
    this.#lines.push(line);
    if (!Number.isNaN(timestampMs)) this.#seen.add(interactions.users.length - 1);
    return undefined;
  }

  #kindCode(kind: string, spec: FileSpec, known: Map<string, number>): number | { reason: string } {
    const code = known.get(kind);
    if (code !== undefined) return code;
    if (kind.length > importLimits.kindCharacters) return { reason: rejected('', 'kind-too-long').reason };
    const target = Object.hasOwn(spec.kinds, kind) ? (spec.kinds[kind] ?? kind) : kind;
    const added = this.tables.kindCode(target);
    if (added < 0) return { reason: `more than ${importLimits.kindCount} kinds` };
    known.set(kind, added);
    return added;
  }

  #bad(fields: Fields, index: number, column: string, problem: Extract<Checked<number>, { rejected: unknown }>): Rejection {
    return rejected(column, problem.rejected, { value: fields.text(index) });
  }
}

const plain = (value: number | { readonly value: number }): number => (typeof value === 'number' ? value : value.value);
