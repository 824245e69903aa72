import { exportReportSchema, type ExportedPart, type ExportReport } from '#shared/schemas/dataset';
import type { ExportRankerReport } from '#shared/schemas/export-ranker';
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
  for (const { name } of report.files) files.push(await downloaded(name, (part) => api().dataset.exported(part)));
  return { report, place: await saveFiles(files) };
}

/** The same for a ranker. */
export async function saveRanker(report: ExportRankerReport): Promise<string | null> {
  const files = [];
  for (const { name } of report.files) files.push(await downloaded(name, (part) => api().report.rankerFile(part)));
  return saveFiles(files);
}

type ReadPart = (part: { name: string; from: number; bytes?: number }) => Promise<ExportedPart>;

async function downloaded(name: string, read: ReadPart): Promise<{ name: string; mediaType: string; content: Blob }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let from: number | null = 0;
  let bytes: number | undefined;
  while (from !== null) {
    const part: ExportedPart = await read({ name, from, ...(bytes !== undefined && { bytes }) });
    parts.push(Uint8Array.from(atob(part.content), (sign) => sign.charCodeAt(0)));
    from = part.next;
    bytes = part.bytes;
  }
  return { name, mediaType: 'application/octet-stream', content: new Blob(parts) };
}
