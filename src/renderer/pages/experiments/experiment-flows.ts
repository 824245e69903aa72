import { reproductionSchema, type SavedExperiment } from '#shared/contract/experiment';
import { api } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { finished } from '../../api/workspaces';
import { notifyFailure, notifyUndo } from '../../components/notify';
import { documentOf } from '../../logic/lab-config';
import { useExperimentsView } from '../../stores/experiments-store';
import { useLab } from '../../stores/lab-store';
import { useLabView } from '../../stores/lab-view-store';

/** Runs the same configuration anew and compares: null when every number is the same, else the first difference. Nothing of the second run is kept. */
export async function runAgain(experiment: SavedExperiment): Promise<string | null> {
  const { jobId } = await api().experiment.reproduce({ id: experiment.id });
  return reproductionSchema.parse((await finished(jobId)).result).difference;
}

/** The run's variants, metrics and split become the Lab's document: one step that undo takes back. */
export function openInLab({ config }: SavedExperiment): void {
  const document = documentOf(config);
  useLab.getState().change(() => document);
  useLabView.getState().show({ edited: document.variants.at(-1)?.key ?? '', challenger: document.variants[1]?.key ?? '' });
}

const UNDO_MS = 6_500;

/** Hides the run at once and deletes it when the chance to undo has passed. */
export function deleteExperiment({ id, name }: SavedExperiment): void {
  const { update } = useExperimentsView.getState();
  const leaving = (): readonly string[] => useExperimentsView.getState().leaving;
  const stay = (): void => update({ leaving: leaving().filter((other) => other !== id) });
  const { ticked } = useExperimentsView.getState();
  update({ leaving: [...leaving(), id], opened: null, ticked: ticked.filter((other) => other !== id) });
  const timer = window.setTimeout(() => {
    api()
      .experiment.remove({ id })
      .then(() => queryClient.invalidateQueries({ queryKey: keys.experiments }))
      .catch((error: unknown) => notifyFailure('The experiment could not be deleted', error))
      .finally(stay);
  }, UNDO_MS);
  notifyUndo(`Deleted “${name}”`, () => {
    window.clearTimeout(timer);
    stay();
  });
}
