import { create } from 'zustand';

export type DiagnoseView = 'blame' | 'movers' | 'sensitivity';

interface DiagnoseStore {
  /** The question that is shown; null while the panel is closed. */
  readonly view: DiagnoseView | null;
  /** The running job of each question. */
  readonly jobs: Readonly<Record<string, string | undefined>>;
}

/** Which question about the Lab's variants is open. */
export const useDiagnose = create<DiagnoseStore>()(() => ({ view: null, jobs: {} }));
export const showDiagnosis = (view: DiagnoseView | null): void => useDiagnose.setState({ view });
export const setDiagnosisJob = (kind: string, jobId: string | undefined): void =>
  useDiagnose.setState(({ jobs }) => ({ jobs: { ...jobs, [kind]: jobId } }));
