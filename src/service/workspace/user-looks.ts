import { nodeFileOperations } from '../storage/files/file-operations';
import { PeekingLedger } from '../storage/files/peeking-ledger';
import type { Looks } from '../experiments/looks';
import { configFolder } from './recent-workspaces';

/**
 * Looks at the test sides of data that come as files. Such data are read into a workspace that goes again, so the looks are
 * kept by the data's fingerprint in the user's folder. Their number is shown only when they are counted: whoever runs the
 * same document elsewhere gets the same bytes.
 * @throws the storage error of the folder when looks are to be counted and cannot be kept.
 */
export async function userLooks(counted: boolean): Promise<Looks> {
  const opened = PeekingLedger.open(nodeFileOperations, configFolder());
  if (counted) return { ledger: await opened, shown: true };
  return { ledger: await opened.catch(() => undefined), shown: false };
}
