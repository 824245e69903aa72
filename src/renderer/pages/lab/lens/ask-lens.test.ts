import { beforeEach, expect, it, vi } from 'vitest';
import type { LensOutput, LivePlan } from '#shared/schemas/live';
import { closeLens, openLens, useLens } from '../../../stores/lens-store';

const experiment = { livePlan: vi.fn(), lens: vi.fn(), lensRun: vi.fn() };
const cancelJob = vi.fn(() => Promise.resolve());
const finished = vi.fn();
vi.mock('../../../api/client', () => ({ api: () => ({ experiment }) }));
vi.mock('../../../api/jobs', () => ({ cancelJob }));
vi.mock('../../../api/workspaces', () => ({ finished }));

const { askLens } = await import('./ask-lens');

const question = { variants: [{ name: 'A' }], metric: 'ndcg@10' };
const conventions: LensOutput['conventions'] = {
  version: 1,
  split: { id: 'time', params: {}, validationFraction: 0 },
  timeTies: 'id',
  trainValues: 'value',
  relevance: { rule: 'any' },
  scoreTies: 'row',
  usersWithoutRelevant: 'excluded',
  average: 'users',
  variants: [],
  metrics: [],
  statistics: {
    confidence: 0.95,
    bootstrapSamples: 2_000,
    permutations: 10_000,
    correction: 'holm',
    segmentCorrection: 'benjamini-hochberg',
    looks: 'ignored',
  },
  seed: 42,
};
const answer: LensOutput = { userCount: 9, views: [], conventions };
const plan = { preparation: 'long', measuredUserCount: 9 } as LivePlan;

beforeEach(() => {
  vi.clearAllMocks();
  closeLens();
  experiment.livePlan.mockResolvedValue(plan);
  finished.mockResolvedValue({ result: answer });
});

it('shows the job of a long measurement while it runs', async () => {
  openLens('ndcg@10');
  experiment.lensRun.mockResolvedValue({ jobId: 'j1' });
  finished.mockImplementation(() => {
    expect(useLens.getState()).toMatchObject({ spec: 'ndcg@10', jobId: 'j1', plan });
    return Promise.resolve({ result: answer });
  });
  await expect(askLens(question, new AbortController().signal)).resolves.toEqual(answer);
  expect(useLens.getState()).toMatchObject({ spec: 'ndcg@10', jobId: null });
});

it('cancels a job that starts after the dialog was closed, and does not show it for another metric', async () => {
  openLens('ndcg@10');
  const closed = new AbortController();
  experiment.lensRun.mockImplementation(() => {
    closed.abort();
    closeLens();
    openLens('recall@10');
    return Promise.resolve({ jobId: 'j1' });
  });
  finished.mockImplementation(() => {
    expect(useLens.getState()).toEqual({ spec: 'recall@10', plan: null, jobId: null });
    return Promise.reject(new Error('cancelled'));
  });
  await expect(askLens(question, closed.signal)).rejects.toThrow('cancelled');
  expect(cancelJob.mock.calls).toEqual([['j1']]);
  expect(finished).toHaveBeenCalledOnce();
});
