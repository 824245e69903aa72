import { plural } from '#shared/counts';
import { firstDifference } from '#shared/first-difference';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { runGate } from '../experiments/gate';
import { listNotes, noteNumber } from '../experiments/number-notes';
import { checkModelFiles, describeJob, workspaceOf, type SessionHandlers } from './common';

/** A separate lane: these jobs write no data or models (the lens only records its look), so the Lab need not wait for an import. */
const liveLane = (total: number) => ({ lane: 'live', amount: { total, unit: 'users' } });

export const experimentHandlers = {
  live: async ({ input, context }) => workspaceOf(context).experiments.live(input),
  livePlan: async ({ input, context }) => workspaceOf(context).experiments.livePlan(input),
  liveSegments: async ({ input, context, signal }) => workspaceOf(context).experiments.liveSegments(input, signal && { signal }),
  livePrepare: async ({ input, context }) => {
    const { experiments } = workspaceOf(context);
    const { measuredUserCount: total } = await experiments.livePlan(input);
    const label = `Live metrics of ${plural(total, 'test user')}`;
    return describeJob(context.jobs.start('live-arrays', label, (job) => experiments.prepareLive(input, job), liveLane(total)));
  },
  looks: async ({ input, context }) => workspaceOf(context).experiments.looks(input),
  ledger: ({ context }) => Promise.resolve({ parts: workspaceOf(context).store.ledger.parts() }),
  looksAtPart: ({ input, context }) => Promise.resolve(workspaceOf(context).store.ledger.looksAtPart(input.part)),
  testUsers: async ({ input, context }) => workspaceOf(context).experiments.testUsers(input),
  lens: async ({ input, context, signal }) => workspaceOf(context).experiments.lens(input, signal && { signal }),
  lensRun: async ({ input, context }) => {
    const { experiments } = workspaceOf(context);
    const { measuredUserCount: total } = await experiments.livePlan(input);
    const label = `Definitions of ${input.metric} for ${plural(total, 'test user')}`;
    return describeJob(context.jobs.start('definition-lens', label, (job) => experiments.lens(input, job), liveLane(total)));
  },
  multiversePlan: async ({ input, context }) => {
    if (input.models) await checkModelFiles(input.models, context);
    return workspaceOf(context).experiments.multiverse.plan(input);
  },
  multiverse: async ({ input, context }) => {
    if (input.models) await checkModelFiles(input.models, context);
    const { experiments } = workspaceOf(context);
    const { metric, measured: total, choices } = await experiments.multiverse.plan(input);
    const label = `${metric} under ${plural(total, 'specification')} of ${plural(choices.length, 'choice')}`;
    const amount = { lane: 'live', amount: { total, unit: 'specifications' } };
    return describeJob(context.jobs.start('multiverse', label, (job) => experiments.multiverse.run(input, job), amount));
  },
  run: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    return describeJob(
      context.jobs.start('experiment', `Experiment “${input.name}”`, async (job) => {
        const { config, result } = await workspace.experiments.run(input.config, job);
        const id = await workspace.store.experiments.save({
          name: input.name,
          notes: input.notes,
          createdAtMs: Date.now(),
          config,
          result,
          numberNotes: input.numberNotes,
        });
        return { experimentId: id };
      }),
    );
  },
  reproduce: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const saved = await workspace.store.experiments.get(input.id);
    return describeJob(
      context.jobs.start('experiment', `“${saved.name}” once more`, async (job) => {
        const { result } = await workspace.experiments.run(experimentConfigSchema.parse(saved.config), job);
        // As stored: NaN becomes null, and undefined properties are dropped.
        return { difference: firstDifference(saved.result, JSON.parse(JSON.stringify(result)) as typeof result) };
      }),
    );
  },
  gate: async ({ input: { against, ...settings }, context }) => {
    const workspace = workspaceOf(context);
    if ('path' in against) await context.roots?.check(against.path);
    const saved =
      'path' in against ? await workspace.resultFiles.read(against.path) : await workspace.store.experiments.get(against.experimentId);
    return describeJob(context.jobs.start('gate', `Gate against “${saved.name}”`, (job) => runGate(workspace, saved, settings, job)));
  },
  list: async ({ input, context }) => workspaceOf(context).store.experiments.summaries(input),
  get: async ({ input, context }) => workspaceOf(context).store.experiments.get(input.id),
  writeFile: async ({ input, context }) => workspaceOf(context).resultFiles.write(input.id),
  openFile: async ({ input, context }) => {
    await context.roots?.check(input.path);
    return workspaceOf(context).resultFiles.open(input.path);
  },
  annotate: async ({ input, context }) => workspaceOf(context).store.experiments.annotate(input.id, input.name, input.notes),
  numberNotes: async ({ input, context }) => ({ notes: listNotes(await workspaceOf(context).store.experiments.get(input.id)) }),
  noteNumber: async ({ input, context }) => noteNumber(workspaceOf(context).store.experiments, input),
  removeNote: async ({ input, context }) => workspaceOf(context).store.experiments.removeNote(input.id, input.noteId),
  remove: async ({ input, context }) => workspaceOf(context).store.experiments.remove(input.id),
} satisfies SessionHandlers<'experiment'>;
