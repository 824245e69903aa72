import { importReportSchema } from '#shared/schemas/dataset';
import { api, bridge } from '../../../api/client';
import { toFailure } from '../../../api/failure';
import { finished } from '../../../api/workspaces';
import { fileNameOf, folderOf, planFile, planRequest, suggestPreset } from '../../../logic/import-plan';
import { useImport, type ImportFile } from '../../../stores/import-store';
import { useNavigation } from '../../../stores/navigation-store';

const load = async (path: string): Promise<ImportFile> => {
  const preview = await api().dataset.preview({ file: path });
  return { ...planFile(path, fileNameOf(path), preview), preview };
};

/** Reads the beginnings of files on the service's machine and guesses what they are. */
export async function addPaths(paths: readonly string[], presets: readonly string[]): Promise<void> {
  const { update } = useImport.getState();
  update({ failure: null, report: null });
  try {
    const loaded: ImportFile[] = [];
    for (const path of paths) if (!/readme|licen[cs]e/i.test(fileNameOf(path))) loaded.push(await load(path));
    const { files } = useImport.getState();
    const all = [...files.filter(({ path }) => !paths.includes(path)), ...loaded];
    const first = all[0];
    const preset =
      suggestPreset(
        all.map(({ name }) => name),
        presets,
      ) ?? null;
    update({ files: all, preset, folder: preset !== null && first ? folderOf(first.path) : useImport.getState().folder });
  } catch (error) {
    update({ failure: toFailure(error) });
  }
}

/** Dropped or picked files: by their path in the desktop window, uploaded in a browser. */
export async function addFiles(files: readonly File[], presets: readonly string[]): Promise<void> {
  try {
    const paths: string[] = [];
    for (const file of files) {
      const path = bridge?.pathForFile(file) ?? '';
      paths.push(path === '' ? (await api().dataset.upload({ name: file.name, file })).path : path);
    }
    await addPaths(paths, presets);
  } catch (error) {
    useImport.getState().update({ failure: toFailure(error) });
  }
}

/** Starts the import and follows it to its report. A failure leaves the workspace as it was. */
export async function startImport(): Promise<void> {
  const { files, preset, folder, mode, options, update } = useImport.getState();
  update({ failure: null, report: null });
  // The report is shown here, also when the first data makes the overview the page's usual beginning.
  useNavigation.getState().go('data', { view: 'import' });
  try {
    const request = preset === null ? planRequest(files, mode, options) : { preset, from: folder, mode };
    const { jobId } = await api().dataset.import(request);
    update({ jobId });
    const job = await finished(jobId);
    update({ report: importReportSchema.parse(job.result), files: [], folder: '', preset: null });
  } catch (error) {
    update({ failure: toFailure(error) });
  } finally {
    update({ jobId: null });
  }
}
