import { storedRunSchema, type StoredRun } from '#shared/schemas/foreign-run';
import { api, bridge } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { finished } from '../../api/workspaces';
import { notifyDone, notifyFailure } from '../../components/notify';
import { appendVariant } from '../../logic/lab-document';
import { formatCount } from '../../logic/format';
import { labDocument, useLab } from '../../stores/lab-store';
import { chooseVariant } from './variant-actions';

/** Stores rankings made elsewhere in the workspace; each becomes a variant that ranks as it does. A file that cannot be read is named. */
export async function addRunFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    try {
      const run = await storeRun(file);
      await queryClient.invalidateQueries({ queryKey: keys.runs });
      const added = appendVariant(labDocument(), await api().run.variant({ sha256: run.sha256, policy: {} }));
      if (!added) return notifyFailure('No variant was added', new Error('The Lab has as many variants as it can hold; delete one first'));
      useLab.getState().change(() => added.document);
      chooseVariant(added.key);
      notifyDone(`${run.file}: ${formatCount(run.rows)} lines of ${formatCount(run.users)} users`);
    } catch (error) {
      notifyFailure(`${file.name} was not added`, error);
    }
  }
}

/** The window reads the file where it is; a browser uploads it. */
async function storeRun(file: File): Promise<StoredRun> {
  const path = bridge?.pathForFile(file) ?? '';
  if (path === '') return api().run.upload({ name: file.name, file });
  return storedRunSchema.parse((await finished((await api().run.add({ path })).jobId)).result);
}
