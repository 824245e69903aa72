import { bareFormula } from '#engine/dataset/csv-cells';
import { importLimits, type Checked } from '#engine/dataset/importers/rules';
import type { FileSpec } from '#engine/dataset/importers/plan';
import { numberField, timestampField } from './cell-numbers';
import { ByteTable } from './byte-table';
import { Growable } from './growable';
import { idCode, idProblem } from './id-field';
import type { ImportTables } from './import-tables';
import { InteractionSet } from './interaction-set';
import type { Fields } from './fields';
import { rejected, type Rejection } from './reject-log';
import type { RowHandler } from './row-reader';

interface InteractionPolicy {
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
    const kinds = new KindReader(this.tables, spec);
    return {
      begin: (columns) => {
        const index = (field: string): number => columns.indexOf(mapping[field] ?? '');
        column = { user: index('user'), video: index('video'), kind: index('kind'), value: index('value'), timestamp: index('timestamp') };
      },
      row: (fields) => this.#row(spec, column, kinds, fields),
    };
  }

  #row(
    spec: FileSpec,
    column: Record<'user' | 'video' | 'kind' | 'value' | 'timestamp', number>,
    kinds: KindReader,
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
    const kindCode = kinds.codeOf(fields, column.kind);
    if (typeof kindCode !== 'number') return { column: name('kind'), reason: kindCode };
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

  #bad(fields: Fields, index: number, column: string, problem: Extract<Checked<number>, { rejected: unknown }>): Rejection {
    return rejected(column, problem.rejected, { value: fields.text(index) });
  }
}

/** Kinds recur: each spelling is looked up once. */
class KindReader {
  readonly #spellings = new ByteTable();
  readonly #codes: (number | string)[] = [];
  #default: number | string | undefined;

  constructor(
    private readonly tables: ImportTables,
    private readonly spec: FileSpec,
  ) {}

  /** The kind's code, or why it has none. `index` −1 or an empty cell: the default kind. */
  codeOf(fields: Fields, index: number): number | string {
    if (index < 0 || fields.isEmpty(index)) return (this.#default ??= this.#code(this.spec.defaultKind));
    const spelling = this.#spellings.add(fields.bytes, fields.starts[index] as number, fields.ends[index] as number);
    return (this.#codes[spelling] ??= this.#code(fields.text(index)));
  }

  #code(kind: string): number | string {
    const { kinds, inertFormulas } = this.spec;
    const written = inertFormulas ? bareFormula(kind) : kind;
    if (written.length > importLimits.kindCharacters) return rejected('', 'kind-too-long').reason;
    const code = this.tables.kindCode(Object.hasOwn(kinds, written) ? (kinds[written] ?? written) : written);
    return code < 0 ? `more than ${importLimits.kindCount} kinds` : code;
  }
}

const plain = (value: number | { readonly value: number }): number => (typeof value === 'number' ? value : value.value);
