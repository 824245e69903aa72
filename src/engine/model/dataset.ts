import type { ItemId, ItemRow, UserId, UserRow, Fingerprint } from '#shared/ids';
import type { Vocabulary } from '../core/containers/vocabulary';

/** One label per row; code −1 means "not given". */
export interface CategoricalColumn {
  readonly labels: readonly string[];
  readonly codes: Int32Array;
}

/** Any number of labels per row: row i's are `codes[offsets[i] … offsets[i + 1] - 1]`, the first one primary. */
export interface MultiLabelColumn {
  readonly labels: readonly string[];
  readonly offsets: Int32Array;
  readonly codes: Int32Array;
}

/**
 * A column of a file beyond the known fields, one cell per row: a price, a country, a flag, a date, several labels.
 * `values` are NaN where not given; a date is in milliseconds since 1970, a boolean 0 or 1.
 */
export type FurtherColumn =
  | { readonly type: 'number' | 'date' | 'boolean'; readonly values: Float64Array }
  | ({ readonly type: 'text' } & CategoricalColumn)
  | ({ readonly type: 'labels' } & MultiLabelColumn);
export type FurtherColumns = Readonly<Record<string, FurtherColumn>>;

export interface UserTable {
  readonly ids: Vocabulary<UserId, UserRow>;
  /** Further columns of the users' file, by name, on which segments are defined. */
  readonly columns: Readonly<Record<string, CategoricalColumn>>;
}

/** Arrays are indexed by ItemRow and as long as `ids`. */
export interface ItemTable {
  readonly ids: Vocabulary<ItemId, ItemRow>;
  readonly titles: readonly string[];
  readonly descriptions: readonly string[];
  readonly tags: readonly (readonly string[])[];
  readonly categories: MultiLabelColumn;
  readonly creators: CategoricalColumn;
  /** Milliseconds since 1970; NaN where not given. */
  readonly publishedAtMs: Float64Array;
  /** NaN where not given. */
  readonly durationSeconds: Float64Array;
  /** Every further column of the catalogue, by name. */
  readonly columns: FurtherColumns;
}

/** One entry per interaction, in the order of the source; all arrays have length `count`. */
export interface InteractionTable {
  readonly count: number;
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** Labels of the kinds ("view", "like", "rating" …) and one code per interaction. */
  readonly kinds: readonly string[];
  readonly kindCodes: Uint8Array;
  /** Rating, watch fraction …; NaN where not given. */
  readonly values: Float64Array;
  /** Milliseconds since 1970; NaN where not given. */
  readonly timestampsMs: Float64Array;
  /** Every further column of the log, by name. */
  readonly columns: FurtherColumns;
}

export interface Dataset {
  readonly name: string;
  readonly users: UserTable;
  readonly items: ItemTable;
  readonly interactions: InteractionTable;
  /** Hash of everything above except the name. */
  readonly fingerprint: Fingerprint;
}
