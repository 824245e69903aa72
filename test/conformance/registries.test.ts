/** Adds one entry to every registry and looks for it wherever the family is listed: no other code may list its members. */
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Registry, type RegistryEntry } from '#engine/core/registry';
import { checkDefinitions } from '#engine/rerank/defined-signals';
import { planPreset } from '#engine/dataset/importers/plan-preset';
import { splitDataset } from '#engine/dataset/splits/split-dataset';

import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { evaluateTrec } from '#engine/evaluate/trec/evaluate-trec';
import { fusionOf } from '#engine/candidates/fuse';
import { definitionsPage } from '#engine/pipeline/definitions-page';
import { baselineVariant } from '#engine/pipeline/baselines';
import { AnnSelection } from '#service/ann/ann-selection';
import { Simulations } from '#service/experiments/simulate/simulations';
import { listRegistries } from '#service/workspace/registries';
import { signalDefinitionSchema } from '#shared/schemas/signal';
import { splitSettingsSchema } from '#shared/schemas/experiment';
import { abTestSettingsSchema } from '#shared/schemas/simulate';
import { createProgram } from '../../src/cli/program';
import { suggestPreset } from '../../src/renderer/logic/import-plan';
import { sampleDataset } from '../storage/sample-dataset';

/** The registry with one more entry: its first one under another name. */
function extended<Entry extends RegistryEntry>(registry: Registry<Entry>, name: string, changes: Partial<Entry> = {}): Registry<Entry> {
  const described = { id: `probe${name}`, label: `Probe ${name}`, description: `A ${name} of this test` };
  return new Registry(registry.family, [...registry.list(), { ...registry.list()[0], ...changes, ...described }]);
}

vi.mock(import('#engine/evaluate/metrics/registry'), async (original) => ({
  metricRegistry: extended((await original()).metricRegistry, 'metric', { aliases: [], needs: [] }),
}));
vi.mock(import('#engine/evaluate/trec/measures/registry'), async (original) => {
  const { trecMeasures, ...families } = await original();
  return { ...families, trecMeasures: [...trecMeasures, { ...trecMeasures[0], id: 'probe_measure' }] };
});
vi.mock(import('#engine/rerank/registry'), async (original) => ({ signalRegistry: extended((await original()).signalRegistry, 'signal') }));
vi.mock(import('#engine/rerank/signal-kinds/registry'), async (original) => ({
  signalKinds: extended((await original()).signalKinds, 'kind'),
}));
vi.mock(import('#engine/candidates/registry'), async (original) => ({
  candidateSources: extended((await original()).candidateSources, 'source', { isBaseline: true, params: z.object({}) }),
}));
vi.mock(import('#engine/candidates/fusion/registry'), async (original) => ({
  fusionMethods: extended((await original()).fusionMethods, 'fusion'),
}));
vi.mock(import('#engine/embeddings/registry'), async (original) => ({
  embeddingProviders: extended((await original()).embeddingProviders, 'provider', { explain: () => [] }),
}));
vi.mock(import('#engine/dataset/splits/registry'), async (original) => ({
  splitRegistry: extended((await original()).splitRegistry, 'split', { needsTimestamps: false }),
}));
vi.mock(import('#engine/report/formats/registry'), async (original) => ({
  reportFormats: extended((await original()).reportFormats, 'format'),
}));
vi.mock(import('#engine/dataset/importers/registry'), async (original) => ({
  importPresets: extended((await original()).importPresets, 'preset', {
    layouts: [{ label: 'Probe', files: [], notes: [], recognisedBy: ['probe.log'] }],
  }),
}));
vi.mock(import('#engine/pipeline/sweep/search/registry'), async (original) => ({
  sweepSearches: extended((await original()).sweepSearches, 'search'),
}));
vi.mock(import('#engine/pipeline/learn/learners/registry'), async (original) => ({
  weightLearners: extended((await original()).weightLearners, 'learner'),
}));
vi.mock(import('#engine/evaluate/off-policy/estimators/registry'), async (original) => ({
  decisionEstimators: extended((await original()).decisionEstimators, 'estimator'),
}));
vi.mock(import('#engine/evaluate/off-policy/slates/estimators/registry'), async (original) => ({
  slateEstimators: extended((await original()).slateEstimators, 'lists'),
}));
vi.mock(import('#engine/simulate/click-models/registry'), async (original) => ({
  clickModels: extended((await original()).clickModels, 'click'),
}));
vi.mock(import('#engine/simulate/users/outcomes'), async (original) => {
  const outcomes = await original();
  return { ...outcomes, outcomeRegistry: extended(outcomes.outcomeRegistry, 'outcome') };
});
vi.mock(import('#engine/simulate/interleaving/registry'), async (original) => ({
  interleavingMethods: extended((await original()).interleavingMethods, 'interleaving'),
}));
vi.mock(import('#engine/simulate/bandits/registry'), async (original) => ({
  banditRegistry: extended((await original()).banditRegistry, 'bandit'),
}));
vi.mock(import('#engine/simulate/sequential/rules'), async (original) => {
  const rules = await original();
  return { ...rules, stoppingRules: extended(rules.stoppingRules, 'rule') };
});
vi.mock(import('#engine/factors/registry'), async (original) => ({
  factorRegistry: extended((await original()).factorRegistry, 'method'),
}));

const listed = listRegistries(new AnnSelection());
/** The help of a verb, on one line: an option's text may be wrapped anywhere. */
const helpOf = async (verb: string): Promise<string> => {
  const command = (await createProgram(verb)).commands.find((candidate) => candidate.name() === verb);
  return (command?.helpInformation() ?? '').replace(/\s+/g, ' ');
};
const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('one line in a registry is enough', () => {
  it.each([
    ['signals', 'probesignal'],
    ['signalKinds', 'probekind'],
    ['candidateSources', 'probesource'],
    ['fusionMethods', 'probefusion'],
    ['metrics', 'probemetric'],
    ['splits', 'probesplit'],
    ['embeddingProviders', 'probeprovider'],
    ['factorMethods', 'probemethod'],
    ['sweepSearches', 'probesearch'],
    ['weightLearners', 'probelearner'],
    ['decisionEstimators', 'probeestimator'],
    ['slateEstimators', 'probelists'],
    ['reportFormats', 'probeformat'],
    ['importPresets', 'probepreset'],
  ] as const)('for the procedure that lists %s', (family, id) => {
    expect(listed[family].map((entry) => entry.id)).toContain(id);
  });

  it.each([
    ['build', ['probeprovider']],
    ['compare', ['probesplit', 'probeformat', 'probemetric', 'probesource']],
    ['signals', ['probekind']],
    ['tune', ['probesplit', 'probemetric', 'probesignal']],
    ['sweep', ['probesearch', 'probemetric', 'probesplit']],
    ['learn', ['probelearner', 'probemetric', 'probesignal']],
    ['simulate', ['probeclick', 'probeoutcome', 'probeinterleaving', 'probebandit']],
    ['evaluate', ['probemetric']],
    ['import', ['probepreset']],
  ])('for the help of %s', async (verb, ids) => {
    const help = await helpOf(verb);
    for (const id of ids) expect(help).toContain(id);
  });

  it.each([
    ['metric', () => parseMetricSpec('nosuch@10'), 'probemetric'],
    ['candidate source', () => baselineVariant('nosuch'), 'probesource'],
    ['fusion method', () => fusionOf({ id: 'nosuch', k: 60 }), 'probefusion'],
    ['kind of signal', () => checkDefinitions({ mine: signalDefinitionSchema.parse({ kind: 'nosuch' }) }), 'probekind'],
    ['split', () => splitDataset(sampleDataset(), splitSettingsSchema.parse({ id: 'nosuch' }), 1), 'probesplit'],
    ['preset', () => planPreset('nosuch', []), 'probepreset'],
  ] as const)('for the message about an unknown %s', (_, work, id) => {
    expect(messageOf(work)).toContain('expected one of');
    expect(messageOf(work)).toContain(id);
  });

  it('for what a simulation can name: click models, outcomes, interleaving, bandits and stopping rules', async () => {
    const simulations = new Simulations(
      { open: () => Promise.reject(new Error('not opened')) },
      { read: () => Promise.resolve(undefined) },
    );
    const choices = await simulations.choices();
    const ids = (choice: readonly { readonly id: string }[]): string[] => choice.map(({ id }) => id);
    expect(ids(choices.clickModels)).toContain('probeclick');
    expect(ids(choices.outcomes)).toContain('probeoutcome');
    expect(ids(choices.interleavingMethods)).toContain('probeinterleaving');
    expect(ids(choices.bandits)).toContain('probebandit');
    expect(ids(choices.rules)).toContain('proberule');
    const asked = abTestSettingsSchema.parse({ outcomes: ['nosuch'] });
    await expect(simulations.abTest({ config: {} as never, everyUser: true }, asked)).rejects.toThrow(/expected one of .*probeoutcome/);
  });

  it('for the definitions page, trec_eval’s names and TREC files', () => {
    expect(definitionsPage()).toContain('probemetric');
    expect(definitionsPage()).toContain('trec_eval probe_measure');
    expect(definitionsPage()).toContain('fusion probefusion');
    const { measurements } = evaluateTrec('q 0 a 1\n', 'q Q0 a 1 2.5 run\n', ['probe_measure', 'probemetric@5']);
    expect(measurements.map(({ metricId }) => metricId)).toEqual(['probe_measure', 'probemetric']);
    expect(listed.trecMeasures.map(({ id }) => id)).toContain('probe_measure');
  });

  it('for the interface: files that identify a preset, and the provider that explains a text', () => {
    expect(suggestPreset(['Probe.LOG'], listed.importPresets)).toBe('probepreset');
    expect(suggestPreset(['ratings.dat', 'movies.dat'], listed.importPresets)).toBe('movielens');
    expect(suggestPreset(['videos.csv', 'interactions.csv'], listed.importPresets)).toBeUndefined();
    const explaining = listed.embeddingProviders.filter(({ explainsTexts }) => explainsTexts).map(({ id }) => id);
    expect(explaining).toEqual(['local', 'probeprovider']);
  });
});
