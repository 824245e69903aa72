import type { ImportRequest } from '#shared/schemas/dataset';
import { describeSize } from '../workspace/generation';
import { fileOfTable } from '../import/sources/source-address';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

const filesOf = (request: ImportRequest): string[] =>
  ('from' in request ? [request.from] : [request.interactions, request.videos, request.users, request.testInteractions])
    .flat()
    .filter((path) => path !== undefined);

/** The files of this machine among the paths and sources. @throws INVALID_ARGUMENT for a source with a password, before it is shown anywhere. */
const readFiles = (texts: readonly string[]): string[] => texts.flatMap((text) => fileOfTable(text) ?? []);

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
    await context.roots?.check(...readFiles([input.file]));
    return workspaceOf(context).store.importer.previewFile(input.file, input.options, input.role);
  },
  upload: async ({ input, context }) => ({
    path: await workspaceOf(context).store.saveUpload(input.name, new Uint8Array(await input.file.arrayBuffer())),
  }),
  import: async ({ input, context }) => {
    const files = readFiles(filesOf(input));
    await context.roots?.check(...files);
    const workspace = workspaceOf(context);
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
  exported: async ({ input, context }) => workspaceOf(context).dataExport.read(input),
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
