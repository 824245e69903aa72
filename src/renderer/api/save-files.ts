import type { WorkspaceInfo } from '#shared/schemas/system';
import { markStep } from '../stores/guide-store';
import { bridge } from './client';
import { queryClient } from './query-client';
import { keys } from './query-keys';

interface FileToSave {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string | Blob;
}

/** Asks for a path and writes (desktop), or downloads (browser). Returns the path, '' if the browser chose it, null if nothing was written. */
export async function saveFiles(files: readonly FileToSave[]): Promise<string | null> {
  const place = await save(files);
  const workspace = queryClient.getQueryData<WorkspaceInfo | null>(keys.info);
  if (place !== null && workspace) markStep(workspace.path, 'export');
  return place;
}

async function save(files: readonly FileToSave[]): Promise<string | null> {
  if (bridge) return bridge.saveFiles(await Promise.all(files.map(async ({ name, content }) => ({ name, content: await plain(content) }))));
  for (const { name, mediaType, content } of files) {
    const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
    // Browsers drop downloads that start in the same instant.
    await new Promise((resume) => window.setTimeout(resume, 150));
  }
  return '';
}

const plain = async (content: string | Blob): Promise<string | Uint8Array> =>
  typeof content === 'string' ? content : new Uint8Array(await content.arrayBuffer());
