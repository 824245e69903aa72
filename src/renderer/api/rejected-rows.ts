import { api } from './client';
import { saveFiles } from './save-files';

/** Saves all rejected rows of the last import as one CSV file on the user's machine. Returns the path, null if nothing was written. */
export async function saveRejectedRows(): Promise<string | null> {
  const parts: string[] = [];
  let from: number | null = 0;
  let bytes: number | undefined;
  while (from !== null) {
    const part = await api().dataset.rejects({ from, ...(bytes !== undefined && { bytes }) });
    parts.push(part.text);
    from = part.next;
    bytes = part.bytes;
  }
  return saveFiles([{ name: 'rejected rows.csv', mediaType: 'text/csv', content: new Blob(parts, { type: 'text/csv' }) }]);
}
