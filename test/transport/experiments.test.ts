/** Saved experiments over REST: summaries in a list, single ones in full, and re-run to check that they reproduce. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import type { NumberNote, PlacedNote } from '#shared/schemas/number-note';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let id: string;

interface Ended {
  readonly status: string;
  readonly result: Record<string, unknown>;
}

async function ended(started: { body: unknown }): Promise<Ended> {
  const { jobId } = started.body as { jobId: string };
  for (;;) {
    const job = (await served.call('GET', `/jobs/${jobId}`)).body as Ended;
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

beforeAll(async () => {
  served = await serveWorkspace({ users: 60, videos: 90, interactions: 900 });
  const config = { variants: [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Fresh' }], metrics: ['ndcg@10', 'coverage@10'] };
  const job = await ended(await served.call('POST', '/experiments', { name: 'first', notes: 'noted', config }));
  expect(job.status).toBe('succeeded');
  id = job.result['experimentId'] as string;
});
afterAll(() => served.discard());

it('has the same numbers in the short list and in full', async () => {
  const whole = (await served.call('GET', `/experiments/${id}`)).body as SavedExperiment;
  expect((await served.call('GET', `/experiments/saved/${id}`)).body).toEqual(whole);
  const arms = [{ variant: 'default' }, { variant: { name: 'other' } }];
  expect((await served.call('POST', '/experiments/online', { id, arms })).status).toBe(409);
  const list = (await served.call('GET', '/experiments?limit=5&search=noted')).body as { total: number; experiments: ExperimentSummary[] };
  expect(list.total).toBe(1);
  const [summary] = list.experiments;
  expect(summary).not.toHaveProperty('result');
  expect(summary).toMatchObject({ id, name: 'first', notes: 'noted', variantNames: ['Popular', 'Fresh'] });
  const best = whole.result.variants.find(({ name }) => name === summary.bestVariant);
  expect(summary.metrics.map(({ value }) => value)).toEqual(best?.metrics.map(({ value }) => value));
  expect((await served.call('GET', '/experiments?search=elsewhere')).body).toEqual({ total: 0, experiments: [] });
});

it('keeps a note on a number, in the list, in exports and in the file, and names what it cannot be on', async () => {
  const notes = `/experiments/${id}/notes`;
  const place = { kind: 'metric', variant: 'Fresh', baseline: 'Popular', metric: 'ndcg@10' };
  const written = await served.call('PUT', notes, { place, text: 'before the *filter* | was mended' });
  expect(written.status).toBe(200);
  const note = written.body as NumberNote;
  expect(await served.call('PUT', notes, { place, text: 'again' })).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT', place: `note ${note.id}` },
  });
  const wrong = await served.call('PUT', notes, { place: { ...place, metric: 'map@10' }, text: 'x' });
  expect(wrong).toMatchObject({
    status: 422,
    body: { code: 'INVALID_ARGUMENT', remedy: expect.stringContaining('ndcg@10, coverage@10') as string },
  });
  expect((await served.call('PUT', notes, { place, text: '' })).status).toBe(422);
  expect((await served.call('PUT', notes, { noteId: note.id, place, text: 'before the *filter* | was mended, in May' })).status).toBe(200);

  const { result } = (await served.call('GET', `/experiments/${id}`)).body as SavedExperiment;
  const difference = result.variants[1]?.comparisons[0]?.difference;
  expect((await served.call('GET', notes)).body).toMatchObject({
    notes: [
      {
        id: note.id,
        where: 'ndcg@10, Fresh − Popular',
        state: 'found',
        value: difference,
        text: 'before the *filter* | was mended, in May',
      },
    ],
  });
  await served.restart();
  const { experiments } = (await served.call('GET', '/experiments')).body as { experiments: ExperimentSummary[] };
  expect(experiments[0]?.numberNotes).toHaveLength(1);
  const file = (await served.call('GET', `/experiments/${id}/file`)).body as { content: string };
  expect(JSON.parse(file.content)).toMatchObject({ experiment: { numberNotes: [{ id: note.id }] } });
  const exported = await served.call('POST', '/export', { source: { experimentId: id }, formats: ['csv', 'markdown'] });
  const { files } = exported.body as { files: { name: string; content: string }[] };
  expect(files.find(({ name }) => name === 'notes.csv')?.content).toContain('"before the *filter* | was mended, in May"');
  expect(files.find(({ name }) => name === 'experiment.md')?.content).toContain('before the \\*filter\\* \\| was mended');

  expect((await served.call('DELETE', `${notes}/${note.id}`)).status).toBe(204);
  expect((await served.call('DELETE', `${notes}/${note.id}`)).status).toBe(404);
  // As an undo brings it back.
  expect((await served.call('PUT', notes, { noteId: note.id, place, text: 'back' })).body).toMatchObject({ id: note.id, text: 'back' });
});

it('keeps notes from the Lab, and says which number the run has not', async () => {
  const config = { variants: [{ name: 'Popular', weights: { popularity: 1 } }], metrics: ['ndcg@10'] };
  const note = (noteId: string, variant: string) => ({
    ...{ id: noteId, text: noteId, createdAtMs: 1, changedAtMs: 1 },
    place: { kind: 'metric', variant, metric: 'ndcg@10' },
  });
  const job = await ended(
    await served.call('POST', '/experiments', { name: 'noted', config, numberNotes: [note('a', 'Popular'), note('b', 'Removed')] }),
  );
  const other = job.result['experimentId'] as string;
  const { body } = await served.call('GET', `/experiments/${other}/notes`);
  expect((body as { notes: PlacedNote[] }).notes.map(({ id: noteId, state }) => [noteId, state])).toEqual([
    ['a', 'found'],
    ['b', 'gone'],
  ]);
  await served.call('DELETE', `/experiments/${other}`);
  for (const [twice, at] of [
    [[note('a', 'Popular'), note('a', 'Removed')], 'numberNotes[1].id'],
    [[note('a', 'Popular'), note('b', 'Popular')], 'numberNotes[1].place'],
  ] as const) {
    const refused = await served.call('POST', '/experiments', { name: 'noted', config, numberNotes: twice });
    expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_ARGUMENT' } });
    expect(JSON.stringify(refused.body)).toContain(at);
  }
});

it('reproduces without storing the second run, and names the first difference after new data', async () => {
  const again = await ended(await served.call('POST', `/experiments/${id}/reproduce`, {}));
  expect(again).toMatchObject({ status: 'succeeded', result: { difference: null } });
  expect((await served.call('GET', '/experiments')).body).toMatchObject({ total: 1 });

  const late = { userId: 'u01', videoId: 'v01', kind: 'view', timestampMs: Date.UTC(2030, 0, 1) };
  expect((await served.call('POST', '/interactions', late)).status).toBeLessThan(300);
  await served.restart();
  const changed = await ended(await served.call('POST', `/experiments/${id}/reproduce`, {}));
  expect(changed.status).toBe('succeeded');
  expect(changed.result['difference']).toMatch(/ became /);
  expect(await served.call('POST', '/experiments/nothing/reproduce', {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});
