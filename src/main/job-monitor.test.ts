import type { Job } from '#shared/schemas/job';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { beforeEach, expect, test, vi } from 'vitest';
import { JobMonitor } from './job-monitor';

const observer = { progress: vi.fn(), longJobEnded: vi.fn(), workspaceChanged: vi.fn() };
const job = (id: string, status: Job['status'], fraction: number, elapsedMs = 60_000): Job =>
  ({ id, status, fraction, elapsedMs, label: id }) as Job;
const workspace = (path: string): WorkspaceInfo => ({ path, name: path, createdAtMs: 0, hasData: false, isBuilt: false, problems: [] });
let monitor: JobMonitor;
const look = (jobs: Job[], open: WorkspaceInfo | null = null): void => monitor.look({ jobs, workspace: open });

beforeEach(() => {
  Object.values(observer).forEach((spy) => spy.mockClear());
  monitor = new JobMonitor(observer);
});

test('reports the mean progress of running jobs and the end of each, once', () => {
  look([]);
  look([job('a', 'running', 0.5), job('b', 'queued', 0)]);
  look([job('a', 'running', 0.5), job('b', 'queued', 0)]);
  look([job('a', 'succeeded', 1), job('b', 'cancelled', 0)]);
  expect(observer.progress.mock.calls).toEqual([[0.25], [null]]);
});

test('reports the end of a long job, done or failed but not cancelled', () => {
  look([job('done', 'running', 0.9), job('broken', 'running', 0.1), job('cancelled', 'running', 0.1), job('short', 'running', 0.1, 400)]);
  look([job('done', 'succeeded', 1), job('broken', 'failed', 0.1), job('cancelled', 'cancelled', 0.1), job('short', 'succeeded', 1, 800)]);
  look([job('done', 'succeeded', 1), job('broken', 'failed', 0.1)]);
  expect(observer.longJobEnded.mock.calls.map(([ended]) => (ended as Job).id)).toEqual(['done', 'broken']);
});

test('ignores jobs that ended before monitoring began', () => {
  look([job('old', 'succeeded', 1)]);
  expect(observer.longJobEnded).not.toHaveBeenCalled();
});

test('reports every change of workspace, including the first', () => {
  for (const open of [null, null, workspace('/a'), workspace('/a'), workspace('/b'), null]) look([], open);
  expect(observer.workspaceChanged.mock.calls.map(([info]) => (info as WorkspaceInfo | null)?.path ?? null)).toEqual([
    null,
    '/a',
    '/b',
    null,
  ]);
});

test('drops running jobs when the service exits', () => {
  look([job('a', 'running', 0.5)]);
  monitor.forget();
  look([job('a', 'interrupted', 0.5)]);
  expect(observer.progress.mock.calls).toEqual([[0.5], [null]]);
  expect(observer.longJobEnded).not.toHaveBeenCalled();
});
