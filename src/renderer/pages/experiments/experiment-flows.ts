import { reproductionSchema, type SavedExperiment } from '#shared/contract/experiment';
import { api, bridge } from '../../api/client';
import { copyText } from '../../api/copy-text';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { finished } from '../../api/workspaces';
import { saveFiles } from '../../api/save-files';
import { notifyDone, notifyFailure, notifyUndo } from '../../components/notify';
import { documentOf } from '../../logic/lab-config';
import { useExperimentsView } from '../../stores/experiments-store';
import { useLab } from '../../stores/lab-store';
import { useLabView } from '../../stores/lab-view-store';
import { useNavigation } from '../../stores/navigation-store';

/** Reruns the configuration and compares: null if all numbers are equal, else the first difference. The second run is not stored. */
export async function runAgain(experiment: SavedExperiment): Promise<string | null> {
  const { jobId } = await api().experiment.reproduce({ id: experiment.id });
  return reproductionSchema.parse((await finished(jobId)).result).difference;
}

/** The run's variants, metrics and split become the Lab's document: one step that undo takes back. */
export function openInLab({ config, numberNotes }: SavedExperiment): void {
  const document = documentOf(config, numberNotes);
  useLab.getState().change(() => document);
  useLabView.getState().show({ edited: document.variants.at(-1)?.key ?? '', challenger: document.variants[1]?.key ?? '' });
}

/** Saves the run as a file that another copy of the workspace can open. */
export async function saveAsFile({ id }: SavedExperiment): Promise<void> {
  try {
    const { name, content } = await api().experiment.writeFile({ id });
    const place = await saveFiles([{ name, mediaType: 'application/json', content }]);
    if (place !== null) notifyDone(place === '' ? `Saved ${name}` : `Saved to ${place}`);
  } catch (error) {
    notifyFailure('The run could not be saved as a file', error);
  }
}

/** Adds the run of a `.ranklab` file to the open workspace and shows it. */
export async function openResultFile(path: string): Promise<void> {
  try {
    const { id, name, dataName, sameData } = await api().experiment.openFile({ path });
    await queryClient.invalidateQueries({ queryKey: keys.experiments });
    useExperimentsView.getState().update({ opened: id, search: '' });
    useNavigation.getState().go('experiments');
    const other = `It was measured on other data (“${dataName}”): running it again here gives different numbers.`;
    notifyDone(sameData ? `Opened “${name}”. “Run again” checks that it reproduces.` : `Opened “${name}”. ${other}`);
  } catch (error) {
    notifyFailure('The result cannot be opened', error);
  }
}

/** The same for picked or dropped files: read where they are in the desktop window, uploaded in a browser. */
export async function openResultFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    try {
      const path = bridge?.pathForFile(file) ?? '';
      await openResultFile(path === '' ? (await api().dataset.upload({ name: file.name, file })).path : path);
    } catch (error) {
      notifyFailure(`${file.name} cannot be opened`, error);
    }
  }
}

const UNDO_MS = 6_500;

/** Hides the run at once and deletes it when the undo period has passed. */
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

/** The methods section of a paper, as of the format “paper”. */
export async function copyMethods({ id }: SavedExperiment): Promise<void> {
  const { files } = await api().report.export({ source: { experimentId: id }, formats: ['paper'] });
  const methods = files.find(({ name }) => name === 'methods.tex');
  if (!methods) throw new Error('no methods were written');
  await copyText(methods.content);
  notifyDone('Copied the methods paragraph as LaTeX; references.bib is in the export “Paper”');
}
