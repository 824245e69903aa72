/** What is known of a workspace's progress. */
export interface Progress {
  readonly hasData: boolean;
  readonly isBuilt: boolean;
  /** Variants were measured against each other. */
  readonly hasCompared: boolean;
  readonly savedRuns: number;
  readonly hasExported: boolean;
}

export interface FirstStep {
  readonly id: 'data' | 'model' | 'compare' | 'decide' | 'export';
  readonly title: string;
  readonly text: string;
  readonly page: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly done: boolean;
  /** The steps before it are done. */
  readonly open: boolean;
}

/** From data to files, in the order in which each needs the one before; a step done earlier stays ticked. */
export function firstSteps({ hasData, isBuilt, hasCompared, savedRuns, hasExported }: Progress): FirstStep[] {
  const decided = savedRuns > 0;
  return [
    {
      id: 'data',
      title: 'Data',
      text: 'Import a log and a catalogue, or generate them.',
      page: 'data',
      params: hasData ? {} : { view: 'import' },
      done: hasData,
      open: true,
    },
    { id: 'model', title: 'Model', text: 'Build embeddings, factors and indexes.', page: 'model', done: isBuilt, open: hasData },
    {
      id: 'compare',
      title: 'Compare',
      text: 'Move a slider in the Lab: every metric follows, with a verdict.',
      page: 'lab',
      done: hasCompared || decided,
      open: isBuilt,
    },
    {
      id: 'decide',
      title: 'Decide',
      text: 'Save the comparison as an experiment, with its intervals.',
      page: 'lab',
      done: decided,
      open: isBuilt,
    },
    {
      id: 'export',
      title: 'Export',
      text: 'Take lists, tables or the ranker to your own tools.',
      page: 'lab',
      done: hasExported,
      open: isBuilt,
    },
  ];
}

/** What one comes to Home for, by how far the workspace is. */
export type FirstAction = 'continue' | 'build' | 'import-here' | 'sample';

export const firstAction = (workspace: { readonly hasData: boolean; readonly isBuilt: boolean } | null | undefined): FirstAction =>
  !workspace ? 'sample' : workspace.isBuilt ? 'continue' : workspace.hasData ? 'build' : 'import-here';
