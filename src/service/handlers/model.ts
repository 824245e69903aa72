import { benchWorkspace, lastIndexBench } from '../models/index-benchmarks';
import { checkAttachments } from '../models/attachments';
import { auditServedFactors, lastAudit } from '../models/factor-audit';
import { indexEnginesStatus, writeIndexEngines } from '../ann/engines/connections';
import { checkModelFiles, describeJob, workspaceOf, type SessionHandlers } from './common';

export const modelHandlers = {
  status: async ({ context }) => workspaceOf(context).models.status(),
  build: async ({ input, context }) => {
    await checkModelFiles(input, context);
    const workspace = workspaceOf(context);
    await workspace.dataset(); // reports missing data at once, not by a failed job
    return describeJob(
      context.jobs.start('build', 'Build embeddings, factors and index', async (job) => {
        const report = await workspace.models.build(input, job);
        await context.session.refreshInfo();
        return report;
      }),
    );
  },
  estimate: async ({ input, context }) => {
    await checkModelFiles(input, context);
    return workspaceOf(context).models.estimate(input);
  },
  explainText: async ({ input, context }) => workspaceOf(context).models.explainText(input.text),
  refresh: async ({ context }) => {
    const workspace = workspaceOf(context);
    await workspace.models.serving(); // reported at once, not by a failed job
    return describeJob(
      context.jobs.start('refresh', 'Refresh factors and index', async (job) => {
        const report = await workspace.models.refresh(job);
        await context.session.refreshInfo();
        return report;
      }),
    );
  },
  audit: async ({ context }) => lastAudit(workspaceOf(context)),
  runAudit: async ({ context }) => {
    const workspace = workspaceOf(context);
    await workspace.models.serving(); // reported at once, not by a failed job
    return describeJob(
      context.jobs.start('audit', 'Compare folded-in factors with a full rebuild', (job) =>
        auditServedFactors(workspace, context.workers, job),
      ),
    );
  },
  map: async ({ input, context }) => workspaceOf(context).catalogueMap.read(input.method),
  layOut: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    await workspace.catalogueMap.requireEmbeddings(); // reported at once, not by a failed job
    return describeJob(
      context.jobs.start('lay-out', 'Lay out the catalogue map (UMAP)', (job) => workspace.catalogueMap.layOut(input.seed, job)),
    );
  },
  indexEngines: async () => indexEnginesStatus(),
  setIndexEngines: async ({ input }) => {
    writeIndexEngines(input);
    return indexEnginesStatus();
  },
  attachments: async ({ context, signal }) => checkAttachments(workspaceOf(context).models, context.session.ann, signal && { signal }),
  indexBench: async ({ context }) => lastIndexBench(workspaceOf(context)),
  benchIndexes: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    await workspace.models.serving(); // reported at once, not by a failed job
    return describeJob(
      context.jobs.start('index-bench', 'Measure types of index', (job) => benchWorkspace(workspace, context.session.ann, input, job)),
    );
  },
} satisfies SessionHandlers<'model'>;
