import { importReportSchema, type FileOptions, type ImportQuestion } from '#shared/schemas/dataset';
import type { Registries } from '#shared/schemas/system';
import { api, bridge } from '../../../api/client';
import { toFailure } from '../../../logic/failure';
import { queryClient } from '../../../api/query-client';
import { keys } from '../../../api/query-keys';
import { notifyDone } from '../../../components/notify';
import { finished } from '../../../api/workspaces';
import {
  withAnswer,
  fileNameOf,
  folderOf,
  planFile,
  planRequest,
  presetRequest,
  suggestPreset,
  withColumn,
  withRole,
  type FileRole,
} from '../../../logic/import-plan';
import { useImport, type ImportFile } from '../../../stores/import-store';
import { useNavigation } from '../../../stores/navigation-store';

const load = async (path: string, options?: FileOptions, role?: FileRole): Promise<ImportFile> => {
  const roleChoice = role === undefined || role === 'ignore' ? {} : { role };
  const preview = await api().dataset.preview({ file: path, ...(options && { options }), ...roleChoice });
  return { ...planFile(path, fileNameOf(path), preview), preview };
};

/** Fetched on demand: files may be dropped before the page has loaded the presets. */
const knownPresets = async (): Promise<Registries['importPresets']> => {
  const { importPresets } = await queryClient.ensureQueryData({ queryKey: keys.registries, queryFn: () => api().system.registries() });
  return importPresets;
};

/** Reads the beginnings of files on the service's machine and guesses what they are. */
export async function addPaths(paths: readonly string[]): Promise<void> {
  const { update } = useImport.getState();
  update({ failure: null, report: null });
  try {
    const loaded: ImportFile[] = [];
    // A file that cannot be read does not keep the others out.
    const failures: unknown[] = [];
    const skipped: { name: string; why: string }[] = [];
    for (const path of paths) {
      const name = fileNameOf(path);
      if (/readme|licen[cs]e/i.test(name)) skipped.push({ name, why: 'taken for a description of the data because of its name' });
      else
        await load(path).then(
          (file) => loaded.push(file),
          (error: unknown) => {
            failures.push(error);
            // The list names the file itself.
            skipped.push({ name, why: toFailure(error).message.replace(`${name}: `, '') });
          },
        );
    }
    if (loaded.length === 0 && failures.length === 1 && paths.length === 1) throw failures[0];
    const { files, skipped: before } = useImport.getState();
    const names = new Set(paths.map((path) => fileNameOf(path)));
    update({ skipped: [...before.filter(({ name }) => !names.has(name)), ...skipped] });
    const all = [...files.filter(({ path }) => !paths.includes(path)), ...loaded];
    const first = all[0];
    const preset =
      suggestPreset(
        all.map(({ name }) => name),
        await knownPresets(),
      ) ?? null;
    update({ files: all, preset, folder: preset !== null && first ? folderOf(first.path) : useImport.getState().folder });
  } catch (error) {
    update({ failure: toFailure(error) });
  }
}

/** Looks at a file for what it is said to hold: other columns are looked for. */
export async function holds(file: ImportFile, role: FileRole): Promise<void> {
  const { update } = useImport.getState();
  const put = (other: ImportFile): void =>
    update({ files: useImport.getState().files.map((one) => (one.path === file.path ? other : one)) });
  if (role === 'ignore') return put({ ...file, ...withRole(file, role) });
  try {
    put({ ...(await load(file.path, file.options, role)), role, ...(file.options && { options: file.options }) });
  } catch (error) {
    update({ failure: toFailure(error) });
  }
}

/** Answers a question about a file: a column for a field, or a way of reading it. */
export async function answer(file: ImportFile, { about, choices }: ImportQuestion, value: string): Promise<void> {
  const { update } = useImport.getState();
  const isOption = about === 'timestampUnit' || about === 'numberFormat';
  if (isOption && value !== '') return reread(file, { ...file.options, [about]: value });
  const isColumn = choices.some((choice) => choice.value === value) && !isOption;
  const changed = isColumn ? withColumn(file, value, about) : withAnswer(file, about);
  update({ files: useImport.getState().files.map((other) => (other.path === file.path ? { ...file, ...changed } : other)) });
}

/** Reads a file in another way. What it holds stays as chosen; columns that are no longer there are guessed again. */
export async function reread(file: ImportFile, options: FileOptions | undefined): Promise<void> {
  const { update } = useImport.getState();
  update({ failure: null });
  try {
    const read = await load(file.path, options, file.role);
    const names = new Set(read.preview.columns.map(({ name }) => name));
    const mappingFits = Object.values(file.mapping).every((column) => names.has(column));
    const again: ImportFile = {
      ...read,
      role: file.role,
      ...(mappingFits && { mapping: file.mapping, ...unanswered(file, read) }),
      ...(options && { options }),
    };
    update({ files: useImport.getState().files.map((other) => (other.path === file.path ? again : other)) });
  } catch (error) {
    update({ failure: toFailure(error) });
  }
}

/** What the file still has to be asked, without what was answered before it was read again. */
function unanswered({ preview, questions = [] }: ImportFile, read: ImportFile): Pick<ImportFile, 'questions'> {
  const answeredBefore = preview.questions.map(({ about }) => about).filter((about) => !questions.some((open) => open.about === about));
  return { questions: (read.questions ?? []).filter(({ about }) => !answeredBefore.includes(about)) };
}

/** Dropped or picked files: by their path in the desktop window, uploaded in a browser. */
export async function addFiles(files: readonly File[]): Promise<void> {
  try {
    const paths: string[] = [];
    for (const file of files) {
      const path = bridge?.pathForFile(file) ?? '';
      paths.push(path === '' ? (await api().dataset.upload({ name: file.name, file })).path : path);
    }
    await addPaths(paths);
  } catch (error) {
    useImport.getState().update({ failure: toFailure(error) });
  }
}

/** Brings back what the import replaced. */
export async function undoImport(): Promise<void> {
  const { update } = useImport.getState();
  try {
    await api().dataset.undoImport();
    update({ report: null });
    await queryClient.invalidateQueries();
    notifyDone('The data is as it was before the import');
  } catch (error) {
    update({ failure: toFailure(error) });
  }
}

/** Starts the import, or a check of it that changes nothing, and follows it to its report. A failure leaves the data as it was. */
export async function startImport(check = false): Promise<void> {
  const { files, preset, folder, mode, options, update } = useImport.getState();
  update({ failure: null, report: null });
  // The report stays visible even when the first data makes the overview the default tab.
  useNavigation.getState().go('data', { view: 'import' });
  try {
    const request = preset === null ? planRequest(files, mode, options) : presetRequest(preset, folder, files, mode);
    const { jobId } = await api().dataset.import({ ...request, ...(check && { check }) });
    update({ jobId });
    const job = await finished(jobId);
    const report = importReportSchema.parse(job.result);
    // After an import without changes the plan is kept, to be corrected and retried.
    update(report.changed ? { report, checked: false, files: [], folder: '', preset: null } : { report, checked: check });
  } catch (error) {
    update({ failure: toFailure(error) });
  } finally {
    update({ jobId: null });
  }
}
