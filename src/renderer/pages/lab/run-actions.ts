import { api } from '../../api/client';
import { storeRun } from '../../api/stored-files';
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
