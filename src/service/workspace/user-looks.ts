import { nodeFileOperations } from '../storage/files/file-operations';
import { PeekingLedger } from '../storage/ledger/peeking-ledger';
import type { Looks } from '../experiments/looks';
import { configFolder } from '../storage/files/config-folder';

/**
 * Looks at test sides of data from files. Such data is read into a temporary workspace, so looks are stored by the data's fingerprint in the user's
 * folder. Their number is shown only with `countLooks`, so that the same document gives the same bytes elsewhere. @throws the folder's storage error
 * if looks are to be counted and cannot be stored.
 */
export async function userLooks(counted: boolean): Promise<Looks> {
  const opened = PeekingLedger.open(nodeFileOperations, configFolder());
  if (counted) return { ledger: await opened, shown: true };
  return { ledger: await opened.catch(() => undefined), shown: false };
}
