import { join, resolve } from 'node:path';
import type { ImportRequest } from '#shared/schemas/dataset';
import { describeSize } from '../workspace/generation';
import { parquetFiles } from '../import/parquet';
import { fileOfTable } from '../import/sources/source-address';
import type { FileOperations } from '../storage/files/file-operations';
import { describeJob, workspaceOf, type HandlerContext, type SessionHandlers } from './common';

const filesOf = (request: ImportRequest): string[] =>
  ('from' in request ? [request.from] : [request.interactions, request.videos, request.users, request.testInteractions])
    .flat()
    .filter((path) => path !== undefined);

/** The files of this machine among the paths and sources. @throws INVALID_ARGUMENT for a source with a password, before it is shown anywhere. */
const readFiles = (texts: readonly string[]): string[] => texts.flatMap((text) => fileOfTable(text) ?? []);

/** What a folder holds; nothing where the import will say what is wrong with the folder. */
const namesIn = async (files: FileOperations, folder: string): Promise<string[]> =>
  (await files.list(folder).catch(() => [])).map((name) => join(folder, name));

/** Checks the files that tables are read from, each file of a folder or pattern too, since it may be a link. @throws FORBIDDEN */
async function checkTables(texts: readonly string[], { roots, session }: HandlerContext): Promise<void> {
  const paths = readFiles(texts);
  if (!roots) return;
  await roots.check(...paths);
  const { files } = session.current().store;
  for (const path of paths) await roots.check(...(await parquetFiles(files, resolve(path))));
}

export const datasetHandlers = {
  summary: async ({ context }) => workspaceOf(context).store.data.summary(),
  generate: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    return describeJob(
      context.jobs.start('generate', `Generate ${describeSize(input)}`, async (job) => {
        const { report } = await workspace.generate(input, job);
        await context.session.refreshInfo();
        return report;
      }),
    );
  },
  generated: async ({ context }) => workspaceOf(context).truth.report(),
  preview: async ({ input, context }) => {
    await checkTables([input.file], context);
    return workspaceOf(context).store.importer.previewFile(input.file, input.options, input.role);
  },
  upload: async ({ input, context }) => ({
    path: await workspaceOf(context).store.saveUpload(input.name, new Uint8Array(await input.file.arrayBuffer())),
  }),
  import: async ({ input, context }) => {
    await checkTables(filesOf(input), context);
    const workspace = workspaceOf(context);
    if ('from' in input) await context.roots?.check(...(await namesIn(workspace.store.files, input.from)));
    return describeJob(
      context.jobs.start(
        'import',
        `${input.check === true ? 'Check' : 'Import'} ${'from' in input ? `${input.preset} from ${input.from}` : [input.interactions].flat().join(', ')}`,
        async (job) => {
          const report = await workspace.import(input, job);
          await context.session.refreshInfo();
          return report;
        },
      ),
    );
  },
  undoImport: async ({ context }) => {
    const workspace = workspaceOf(context);
    await workspace.undoImport();
    await context.session.refreshInfo();
    return workspace.store.data.summary();
  },
  rejects: async ({ input, context }) => workspaceOf(context).store.importer.rejects(input.from, input.bytes),
  export: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    return describeJob(
      context.jobs.start('export', `Export ${input.what === 'all' ? 'the data' : input.what} as ${input.format}`, (job) =>
        workspace.dataExport.write(input, job),
      ),
    );
  },
  exportCount: async ({ input, context }) => workspaceOf(context).dataExport.count(input.filter),
  exported: async ({ input, context }) => workspaceOf(context).dataExport.read(input),
  columns: async ({ context }) => workspaceOf(context).store.data.columns(),
  users: async ({ input, context }) => workspaceOf(context).store.data.users(input),
  videos: async ({ input, context }) => workspaceOf(context).store.data.videos(input),
  interactions: async ({ input, context }) => workspaceOf(context).store.data.interactions(input),
  user: async ({ input, context }) => workspaceOf(context).store.data.user(input.userId),
  video: async ({ input, context }) => workspaceOf(context).store.data.video(input.videoId),
  distributions: async ({ context }) => workspaceOf(context).store.data.distributions(),
  addVideo: async ({ input, context }) => ({ videoId: await workspaceOf(context).addVideo(input) }),
  updateVideo: async ({ input, context }) => workspaceOf(context).updateVideo(input),
  removeVideo: async ({ input, context }) => workspaceOf(context).removeVideo(input.videoId),
  restoreVideo: async ({ input, context }) => workspaceOf(context).restoreVideo(input.videoId),
  logInteraction: async ({ input, context }) => workspaceOf(context).logInteraction(input),
} satisfies SessionHandlers<'dataset'>;
