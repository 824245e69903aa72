import type { RegistryEntry } from '../../core/registry';
import type { TrainingView } from '../../model/training-view';
import type { PreparedSignal } from '../port';

/** What a kind may read when it is fitted. */
export interface KindInputs {
  readonly view: TrainingView;
  /** Of the parameters: `signals.margin.params`. */
  readonly place: string;
  /** The kind gives values as they are; their sign is changed afterwards. */
  readonly smallerIsBetter: boolean;
  /** Whether this is a registered or a defined signal. */
  isSignal(id: string): boolean;
  /** Another signal, fitted on the same view. @throws INVALID_ARGUMENT for an unknown one. */
  signal(id: string): Promise<PreparedSignal>;
}

/**
 * A kind of signal that users define: a column, a file of scores, a formula … `prepare` throws where the data lacks what the
 * parameters name: a defined signal never falls silent.
 */
export interface SignalKind<Params = unknown> extends RegistryEntry<Params> {
  readonly unit: string;
  /** It asks another program for its values, which takes time and may cost money. */
  readonly asksService?: boolean;
  /** What it reads that was made elsewhere, in words; what this has known can only be declared. Undefined: nothing. */
  madeElsewhere(params: Params, isSignal: (id: string) => boolean): string | undefined;
  /** Parameters that are hashes of stored files, and where they are stored. The first one is usual. */
  readonly files?: Readonly<Record<string, 'runs' | 'vectors'>>;
  /** Ids of the signals it reads. @throws INVALID_ARGUMENT where the parameters cannot be read. */
  reads?(params: Params): readonly string[];
  /** Warnings about what was found, one sentence each. */
  notes?(inputs: KindInputs, params: Params): readonly string[] | Promise<readonly string[]>;
  /** What asking another program has taken so far, one sentence each: for previews, never for results, which repeat exactly. */
  observed?(inputs: KindInputs, params: Params): readonly string[];
  prepare(inputs: KindInputs, params: Params): PreparedSignal | Promise<PreparedSignal>;
}
