import type { SplitSettings } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';

/** Whose training side an evaluation list is of; what is left out is the workspace's. */
export interface TestSide {
  readonly split?: SplitSettings | undefined;
  readonly seed?: number | undefined;
  readonly models?: BuildSettings | undefined;
}
