import { exportReportSchema, type ExportReport } from '#shared/schemas/dataset';
import { api } from './client';
import { saveFiles } from './save-files';
import { finished } from './workspaces';

interface Exported {
  readonly report: ExportReport;
  /** As of `saveFiles`. */
  readonly place: string | null;
}

/** Waits for an export and saves its files where the person sits: the service may be on another machine. */
export async function saveExport(jobId: string): Promise<Exported> {
  const report = exportReportSchema.parse((await finished(jobId)).result);
  const files = [];
  for (const { name } of report.files) files.push({ name, mediaType: 'application/octet-stream', content: await exportedFile(name) });
  return { report, place: await saveFiles(files) };
}

async function exportedFile(name: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let from: number | null = 0;
  let bytes: number | undefined;
  while (from !== null) {
    const part = await api().dataset.exported({ name, from, ...(bytes !== undefined && { bytes }) });
    parts.push(Uint8Array.from(atob(part.content), (sign) => sign.charCodeAt(0)));
    from = part.next;
    bytes = part.bytes;
  }
  return new Blob(parts);
}
