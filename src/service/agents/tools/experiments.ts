import { z } from 'zod';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { lensInputSchema } from '#shared/schemas/live';
import { multiverseInputSchema, type MultiverseResult } from '#shared/schemas/multiverse';
import { defineTool, jobResult } from '../tool';

export const compare = defineTool({
  name: 'compare',
  title: 'Compare variants',
  description:
    'Measures variants on the test part of a split with paired statistics, intervals, corrected verdicts and segments; the first variant is the baseline. Saved as an experiment. Counts as a look at the test part.',
  input: { name: z.string().min(1).max(200), notes: z.string().max(10_000).default(''), config: experimentConfigSchema },
  effect: 'looks',
  run: async ({ name, notes, config }, call) => {
    const signed = [notes, `Run by the agent ${call.agent}.`].filter((part) => part !== '').join('\n');
    const { experimentId } = await jobResult<{ experimentId: string }>(
      await call.client.experiment.run({ name, notes: signed, config }),
      call,
    );
    return call.client.experiment.get({ id: experimentId });
  },
});

export const definitionLens = defineTool({
  name: 'definition_lens',
  title: 'The same lists under every definition of a metric',
  description: 'Whether the winner depends on the definition of a metric. Counts as a look at the test part.',
  input: lensInputSchema.shape,
  effect: 'looks',
  run: async (input, call) => jobResult(await call.client.experiment.lensRun(input), call),
});

export const multiverse = defineTool({
  name: 'multiverse',
  title: 'A comparison under every combination of conventions',
  description:
    'In how many combinations of conventions (split, relevance, cold users, candidates, ties, definition, cutoff …) each variant leads the first one, and which choice flips the leader. Counts as a look at every test part.',
  input: multiverseInputSchema.shape,
  effect: 'looks',
  run: async (input, call) => {
    const { specifications, ...summary } = await jobResult<MultiverseResult>(await call.client.experiment.multiverse(input), call);
    return { ...summary, measured: specifications.length };
  },
});

export const listExperiments = defineTool({
  name: 'list_experiments',
  title: 'Saved experiments',
  description: 'Saved runs, the newest first: names, notes, variants and the first metrics of the best variant with their verdicts.',
  input: { search: z.string().max(500).default(''), limit: z.int().min(1).max(200).default(20) },
  effect: 'reads',
  run: (input, { client }) => client.experiment.list(input),
});

export const getExperiment = defineTool({
  name: 'get_experiment',
  title: 'One saved experiment',
  description: 'Configuration, statements, values, intervals and verdicts of one saved run.',
  input: { id: z.string() },
  effect: 'reads',
  run: (input, { client }) => client.experiment.get(input),
});

export const listLooks = defineTool({
  name: 'list_looks',
  title: 'How often test parts were looked at',
  description:
    'Every test part that was looked at, with the numbers of looks and tests; with `part`, each look at the part of that number. Not a look itself.',
  input: { part: z.int().min(1).optional() },
  effect: 'reads',
  run: ({ part }, { client }) => (part === undefined ? client.experiment.ledger() : client.experiment.looksAtPart({ part })),
});

export const exportExperiment = defineTool({
  name: 'export_experiment',
  title: 'Export a saved experiment',
  description:
    'The files of a saved run (summary.csv, per-user.csv, Markdown or LaTeX tables …). The run is computed again and counts as a look.',
  input: { id: z.string(), formats: z.array(z.string()).min(1).default(['csv']) },
  effect: 'looks',
  run: async ({ id, formats }, { client }) => client.report.export({ source: { experimentId: id }, formats }),
});
