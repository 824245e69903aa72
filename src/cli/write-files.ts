import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFile } from '#engine/report/report-format';

/** Writes files into a folder, made where it is missing. @returns their paths; none without a folder. */
export async function writeFiles(folder: string | undefined, files: readonly ReportFile[]): Promise<string[]> {
  if (folder === undefined) return [];
  await mkdir(folder, { recursive: true });
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  return files.map(({ name }) => join(folder, name));
}
