import type { FileOperations } from '../files/file-operations';
import type { SetAside } from '../files/set-aside';
import { workspaceFiles } from '../files/workspace-paths';
import type { DataEvent } from '../log/data-event';
import { eventProblem } from '../log/event-problem';
import type { LogRecord } from '../log/segment-reader';
import type { Database } from './database';
import { refusedData } from './database-errors';
import { setMeta } from './dataset-schema';
import { foldEvents } from './event-fold';

type Record = LogRecord<DataEvent>;

/**
 * Folds logged records into the tables, up to `position`, in one transaction. A refused record is set aside with its reason and does not block
 * others: if the database refuses a batch, it is bisected to find the record.
 */
export async function foldRecords(
  database: Database,
  files: FileOperations,
  setAside: SetAside,
  records: readonly Record[],
  position: number,
): Promise<void> {
  const quarantine = (refused: readonly (Record & { readonly reason: string })[]): Promise<void> =>
    setAside.keepRecords(workspaceFiles.log, refused);
  const fold = async (part: readonly Record[], upTo: number): Promise<void> => {
    try {
      await database.transaction('fold in the log', async (connection) => {
        await foldEvents(
          connection,
          files,
          part.map(({ event }) => event),
        );
        await setMeta(connection, { fingerprint: '', 'folded-sequence': String(upTo) });
      });
    } catch (error) {
      const reason = refusedData(error);
      if (reason === undefined) throw error;
      if (part.length <= 1) {
        await quarantine(part.map((record) => ({ ...record, reason })));
        if (part.length === 1) return fold([], upTo);
        throw error;
      }
      const first = part.slice(0, Math.ceil(part.length / 2));
      await fold(first, first.at(-1)?.sequence ?? upTo);
      await fold(part.slice(first.length), upTo);
    }
  };
  const good: Record[] = [];
  const bad: (Record & { reason: string })[] = [];
  for (const record of records) {
    const reason = eventProblem(record.event);
    if (reason === undefined) good.push(record);
    else bad.push({ ...record, reason });
  }
  await quarantine(bad);
  await fold(good, position);
}
