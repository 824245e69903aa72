import type { DoctorReport } from '#shared/schemas/system';
import { app, dialog } from 'electron';

/** The lines of the about box: components, versions and the index backend in use. */
export function aboutText(report: DoctorReport | null, versions: NodeJS.ProcessVersions): string {
  const backend = report?.indexBackends.find((candidate) => candidate.inUse);
  return [
    `Index: ${backend ? `${backend.id} (${backend.detail})` : 'the service does not answer'}`,
    ...(report?.indexBackends ?? [])
      .filter((candidate) => !candidate.inUse)
      .map((candidate) => `${candidate.id}: ${candidate.available ? 'available' : candidate.detail}`),
    `Electron ${versions.electron ?? '–'}, Chromium ${versions.chrome ?? '–'}, Node ${versions.node}`,
    `${process.platform} ${process.arch}`,
  ].join('\n');
}

export async function showAbout(report: Promise<DoctorReport>): Promise<void> {
  const detail = aboutText(await report.catch(() => null), process.versions);
  await dialog.showMessageBox({ type: 'info', title: 'About RankLab', message: `RankLab ${app.getVersion()}`, detail, buttons: ['OK'] });
}
