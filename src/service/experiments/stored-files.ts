import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskContext } from '#engine/ports';
import type { ReportFile, WrittenFile } from '#engine/report/report-format';
import { writeParquet } from '../export/parquet-file';
import { nodeFileOperations } from '../storage/files/file-operations';

/** Report files as they are stored: Parquet files are made here, because the engine writes text only. @throws CANCELLED, DISK_FULL, IO_FAILED. */
export async function storedFiles(files: readonly WrittenFile[], context: TaskContext = {}): Promise<ReportFile[]> {
  const stored: ReportFile[] = [];
  for (const { parquet, ...file } of files) {
    if (!parquet) {
      stored.push(file);
      continue;
    }
    const folder = await mkdtemp(join(tmpdir(), 'ranklab-parquet-'));
    try {
      const path = join(folder, file.name);
      await writeParquet(nodeFileOperations, path, wholeLines(file.content), parquet, context);
      stored.push({ ...file, content: (await readFile(path)).toString('base64'), encoding: 'base64' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return stored;
}

const blockLength = 1_048_576;

/** In blocks that end at a line's end. */
async function* wholeLines(text: string): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from + blockLength);
    const to = end < 0 ? text.length : end + 1;
    yield Buffer.from(text.slice(from, to));
    await new Promise(setImmediate);
    from = to;
  }
}
