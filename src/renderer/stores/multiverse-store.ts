import { create } from 'zustand';
import type { MultiverseResult } from '#shared/schemas/multiverse';

interface MultiverseStore {
  /** The metric whose specifications are shown; null while none are. */
  readonly metric: string | null;
  /** The saved run whose comparison is asked about; null for the Lab's. */
  readonly runId: string | null;
  /** The running job and the question it answers. Closing the dialog does not end it. */
  readonly jobId: string | null;
  /** The last result, and the question it answers. */
  readonly result: MultiverseResult | null;
  readonly question: string | null;
}

export const useMultiverse = create<MultiverseStore>()(() => ({ metric: null, runId: null, jobId: null, result: null, question: null }));
export const openMultiverse = (metric: string, runId: string | null = null): void => useMultiverse.setState({ metric, runId });
export const closeMultiverse = (): void => useMultiverse.setState({ metric: null });
/** Back to the choices. */
export const forgetMultiverse = (): void => useMultiverse.setState({ result: null });
