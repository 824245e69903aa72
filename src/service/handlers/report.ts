import { gateFiles } from '#engine/report/gate/gate-files';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const reportHandlers = {
  export: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const { source } = input;
    const { config, numberNotes } = 'config' in source ? source : await workspace.store.experiments.get(source.experimentId);
    const { files } = await workspace.experiments.report(config, input.formats, undefined, { notes: numberNotes });
    return { files, savedTo: null };
  },
  gateFiles: ({ input }) => Promise.resolve({ files: gateFiles(input.report, input.undecidedFails) }),
  exportRanker: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const name = typeof input.variant === 'string' ? input.variant : input.variant.name;
    const label = `${input.preview ? 'Check the export' : 'Export'} of “${name}” to ${input.target}`;
    return describeJob(context.jobs.start('export-ranker', label, (job) => workspace.rankerExport.write(input, job)));
  },
  rankerFile: async ({ input, context }) => workspaceOf(context).rankerExport.read(input),
} satisfies SessionHandlers<'report'>;
