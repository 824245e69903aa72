/** Requirements on every kind of signal that users define. */
import { beforeAll, describe, expect, it } from 'vitest';
import { previewSignal } from '#engine/pipeline/preview-signal';
import { Recommender } from '#engine/pipeline/recommend';
import { checkSignalLeakage, signalStatements, signalUsesOf } from '#engine/pipeline/signal-uses';
import type { Side } from '#engine/pipeline/sides';
import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import { buildSignalTensor, prepareSignals } from '#engine/rerank/signal-tensor';
import { bindScores } from '#engine/runs/bind-scores';
import type { TrainingView } from '#engine/model/training-view';
import { RankLabError } from '#shared/errors';
import type { SignalDefinition } from '#shared/schemas/signal';
import { timeSide, variant, viewOf } from '../../fixtures';
import { broken, datasetWithColumns, examples, scoresFile, scoringService, vectorLibrary } from './examples';

const dataset = datasetWithColumns();
let side: Side;
let view: TrainingView;
beforeAll(async () => {
  side = timeSide(dataset);
  const run = scoresFile(dataset);
  view = {
    ...(await viewOf(dataset, side)),
    vectorFiles: vectorLibrary(dataset),
    scoringService,
    foreignRuns: {
      bind: () => Promise.reject(new Error('not asked for')),
      bound: () => undefined,
      scores: async (_sha256, column) => bindScores(run, dataset, column),
    },
  };
});

const ids = Object.keys(examples);
const items = Int32Array.from({ length: 60 }, (_, c) => (c * 4 + 1) % dataset.items.ids.size);
const definition = (id: string, patch: Partial<SignalDefinition> = {}) => ({ ...examples, [id]: { ...examples[id], ...patch } });

/** Values of one signal for some users and the items above. */
async function valuesOf(id: string, signals = examples, users: readonly number[] = [3, 40]): Promise<number[]> {
  const prepared = await prepareSignals(view, { signalParams: {}, signals });
  const pools = users.map(() => ({
    count: items.length,
    items,
    scores: new Float64Array(items.length),
    sourceMasks: new Uint32Array(items.length),
    sourceIds: [],
  }));
  const requests = users.map((userRow) => ({ userRow, videoRow: undefined, profile: undefined }));
  const tensor = await buildSignalTensor(pools, requests, prepared, items.length);
  const s = prepared.ids.indexOf(id);
  return Array.from({ length: users.length * items.length }, (_, c) => tensor.signals[c * prepared.ids.length + s]);
}

it('has an example of every kind', () => {
  expect(new Set(Object.values(examples).map(({ kind }) => kind))).toEqual(new Set(signalKinds.ids));
});

describe.each(ids)('signal %s', (id) => {
  it('has finite values that do not depend on the other users or the run', async () => {
    const values = await valuesOf(id);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(await valuesOf(id)).toEqual(values);
    expect(await valuesOf(id, examples, [40])).toEqual(values.slice(items.length));
  });

  it('gives the same ranking with the sign changed where lower is better', async () => {
    const missing = examples[id].params.missing === undefined ? {} : { missing: 'value' };
    const params = { ...examples[id].params, ...missing };
    const higher = await valuesOf(id, definition(id, { direction: 'higher', params }));
    const lower = await valuesOf(id, definition(id, { direction: 'lower', params }));
    const negated = higher.map((value, c) => [value, lower[c]] as const).filter(([value, other]) => value === -other);
    // A default may be the least favourable value, which differs between the directions.
    expect(negated.length).toBeGreaterThan(higher.length / 4);
  });

  it('ranks, and explains its part of every score', async () => {
    const recommender = new Recommender(view);
    const weighed = variant({ weights: { [id]: 1 }, signals: examples });
    const list = await recommender.recommend({ userRow: 3 }, weighed, 10);
    const contributions = list.map((entry) => entry.contributions.find(({ signal }) => signal === id));
    list.forEach((entry, place) => expect(contributions[place]?.contribution).toBeCloseTo(entry.score, 6));
    expect(contributions.map((one) => one?.raw ?? NaN)).toEqual(contributions.map((one) => one?.raw ?? NaN).sort((a, b) => b - a));
  });

  it('reports in a preview its coverage of the data and its range', async () => {
    const preview = await previewSignal(view, id, examples);
    expect(preview.computed).toBeGreaterThan(0);
    expect(preview.withValue).toBeLessThanOrEqual(preview.computed);
    expect(preview.minimum).toBeLessThan(preview.maximum);
    expect(preview.histogram.reduce((sum, count) => sum + count, 0)).toBe(preview.computed);
    expect(preview.highest[0]?.value ?? NaN).toBeGreaterThanOrEqual(preview.lowest[0]?.value ?? NaN);
  });

  it('is labelled with the time of its data, and rejected if that is in the test period', () => {
    const uses = (knownAt: SignalDefinition['knownAt']) =>
      signalUsesOf([variant({ weights: { [id]: 1 }, signals: definition(id, { knownAt }) })]);
    expect(signalStatements(uses(null)).join('\n')).toContain(`Signal ${id} of A`);
    const { kind, params } = examples[id];
    if (signalKinds.get(kind).madeElsewhere(params, (other) => other in examples) === undefined) return;
    expect(checkSignalLeakage(uses(null), side).join()).toContain('is not declared');
    expect(checkSignalLeakage(uses('static'), side).join()).toContain('static');
    expect(checkSignalLeakage(uses('2001-01-01'), side).join()).toContain('2001-01-01');
    expect(() => checkSignalLeakage(uses('2199-01-01'), side)).toThrow(`The signal ${id}`);
    expect(checkSignalLeakage(uses('2199-01-01'), side, true).join()).toContain('Leak accepted');
  });
});

describe.each(signalKinds.ids)('kind %s', (kind) => {
  it('names the signal and the place of missing data', async () => {
    const { params, place } = broken[kind];
    const signals = { mine: { kind, params, direction: 'higher', knownAt: null } } as const;
    // Nothing in the data is missing for a service, but a process may have none that it can ask.
    const without = { ...view, scoringService: undefined };
    await expect(prepareSignals(without, { signalParams: {}, signals })).rejects.toMatchObject({
      message: expect.stringContaining('Signal “mine”: ') as string,
      details: { place: expect.stringContaining(`signals.mine.${place}`) as string },
    });
  });

  it('names an unknown parameter', async () => {
    const signals = { mine: { kind, params: { nosuch: 1 }, direction: 'higher', knownAt: null } } as const;
    await expect(prepareSignals(view, { signalParams: {}, signals })).rejects.toMatchObject({
      details: { place: expect.stringContaining('signals.mine.params') as string },
    });
  });
});

it('fails a run with the name of the signal whose service does not answer, also within a formula', async () => {
  const score = () => Promise.reject(new RankLabError('PROVIDER_FAILED', 'The scoring service cannot be reached'));
  const recommender = new Recommender({ ...view, scoringService: { ...scoringService, score } });
  const twice = { kind: 'formula', params: { expression: 'asked * 2' }, direction: 'higher', knownAt: 'static' } as const;
  for (const id of ['asked', 'twice']) {
    const weighed = variant({ weights: { [id]: 1 }, signals: { asked: examples.asked, ...(id === 'twice' && { twice }) } });
    await expect(recommender.recommend({ userRow: 3 }, weighed, 10)).rejects.toMatchObject({
      code: 'PROVIDER_FAILED',
      message: 'Signal “asked”: The scoring service cannot be reached',
    });
  }
});
