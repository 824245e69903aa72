/** A group of users, as rows, ascending. */
export interface Segment {
  readonly name: string;
  readonly users: Int32Array;
  /** All values that have no segment of their own. */
  readonly isRest?: boolean;
}
