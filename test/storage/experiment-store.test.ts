import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

describe('experiments', () => {
  it('are listed newest first, found, annotated and removed', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    expect(await workspace.experiments.list()).toEqual([]);
    const config = { metrics: ['ndcg@10'], note: 'ünï' } as never;
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) {
      ids.push(
        await workspace.experiments.save({
          name: `e${i}`,
          notes: '',
          createdAtMs: i,
          config,
          result: { variants: [], testUserCount: i } as never,
        }),
      );
    }
    await workspace.experiments.annotate(ids[3], 'best', 'look at this');
    const place = { kind: 'metric', variant: 'A', baseline: null, metric: 'ndcg@10', segment: null } as const;
    const note = await workspace.experiments.putNote(ids[3], { place, text: 'too good' });
    const changed = await workspace.experiments.putNote(ids[3], { id: note.id, place, text: 'too good, a leak?' });
    await workspace.experiments.putNote(ids[4], { place, text: 'of the removed run' });
    const another = { place, text: 'a second one' };
    await expect(workspace.experiments.putNote(ids[3], another)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { place: `note ${note.id}` },
    });
    const atOnce = await Promise.allSettled([1, 2].map((i) => workspace.experiments.putNote(ids[5], { place, text: `at once ${i}` })));
    expect(atOnce.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await workspace.experiments.removeNote(ids[5], (await workspace.experiments.get(ids[5])).numberNotes[0]?.id ?? '');
    await workspace.experiments.remove(ids[4]);
    await expect(workspace.experiments.putNote(ids[4], another)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await workspace.close();
    const again = await Workspace.open(path);
    const all = await again.experiments.list();
    expect(all).toHaveLength(29);
    expect(all.map(({ createdAtMs }) => createdAtMs).slice(0, 3)).toEqual([29, 28, 27]);
    expect(await again.experiments.get(ids[3])).toEqual({
      id: ids[3],
      name: 'best',
      notes: 'look at this',
      createdAtMs: 3,
      config,
      result: { variants: [], testUserCount: 3 },
      numberNotes: [{ ...note, text: 'too good, a leak?', changedAtMs: changed.changedAtMs }],
    });
    const { experiments } = again;
    expect(
      (await experiments.summaries({ search: '', offset: 0, limit: 99 })).experiments.flatMap(({ numberNotes }) => numberNotes),
    ).toEqual([changed]);
    await experiments.removeNote(ids[3], note.id);
    expect((await experiments.get(ids[3])).numberNotes).toEqual([]);
    await expect(experiments.removeNote(ids[3], note.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const act of [() => experiments.get('x'), () => experiments.annotate('x', 'a', ''), () => experiments.remove('x')]) {
      await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(again.info.hasData).toBe(false);
    await again.close();
  });

  it('a thousand experiments of realistic size are listed briefly, found by their words, and by a new name', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    const comparison = {
      spec: 'ndcg@10',
      verdict: 'better',
      reason: 'because',
      difference: 0.1,
      correctedInterval: { low: 0.02, high: 0.2 },
      interval: { low: 0.01, high: 0.1 },
      details: { text: 'x'.repeat(900) },
    };
    const variant = (name: string, ndcg: number | null) => ({
      name,
      metrics: [
        { spec: 'ndcg@10', value: ndcg },
        { spec: 'coverage@10', value: 0.5 },
      ],
      comparisons: name === 'Popular' ? [] : [comparison],
    });
    // Segments are the largest part of a result: numbers with all digits.
    const numbers = Array.from({ length: 8_000 }, (_, index) => Math.sin(index));
    const segments = [{ variants: [variant('Popular', 0.1), variant('Fresh', 0.2)], numbers }];
    const { database } = workspace.experiments as unknown as { database: { rows(sql: string, values?: unknown[]): Promise<unknown> } };
    const first = await workspace.experiments.save({
      name: 'run 0',
      notes: 'on Monday',
      createdAtMs: 0,
      config: {
        variants: [
          { weights: { popularity: 1 } },
          { weights: { popularity: 0.4, freshness: 0 }, candidates: { poolSize: 50, sources: [] } },
          { weights: {} },
        ],
      } as never,
      result: {
        testUserCount: 412,
        variants: [variant('Popular', 0.3), variant('Fresh', 0.4), variant('Broken', null)],
        segments,
      } as never,
    });
    const copies = (from: number): string => `range(${from}, ${from + 111}) as numbers(i) where id = '${first}'`;
    for (let from = 1; from < 1_000; from += 111) {
      await database.rows(`insert into experiments select 'id' || i, 'run ' || i, '', i, config, result from experiments, ${copies(from)}`);
      // The last ones are stored in the format from before there were summaries, and one as before challengers were listed.
      if (from < 889)
        await database.rows(`insert into experiment_summaries select 'id' || i, summary from experiment_summaries, ${copies(from)}`);
    }
    await database.rows(`update experiment_summaries set summary = replace(summary, '"challenger":', '"earlier":') where id = 'id7'`);
    const list = (search = '', offset = 0, limit = 10_000) => workspace.experiments.summaries({ search, offset, limit });
    const all = await list();
    expect(all.total).toBe(1_000);
    expect(all.experiments.map(({ name }) => name).slice(0, 2)).toEqual(['run 999', 'run 998']);
    expect(all.experiments.at(-1)).toEqual({
      id: first,
      name: 'run 0',
      notes: 'on Monday',
      createdAtMs: 0,
      variantNames: ['Popular', 'Fresh', 'Broken'],
      bestVariant: 'Fresh',
      winner: null,
      testUserCount: 412,
      weightChanges: [{ signal: 'popularity', from: 1, to: 0.4 }],
      numberNotes: [],
      settings: { 'weights.popularity': 0.4, 'weights.freshness': 0, 'candidates.poolSize': 50 },
      metrics: [
        { spec: 'ndcg@10', value: 0.4, verdict: 'better', reason: 'because', difference: 0.1, low: 0.02, high: 0.2 },
        { spec: 'coverage@10', value: 0.5, verdict: null, reason: '' },
      ],
      challenger: {
        name: 'Fresh',
        settings: { 'weights.popularity': 0.4, 'weights.freshness': 0, 'candidates.poolSize': 50 },
        metrics: all.experiments.at(-1)?.metrics,
      },
    });
    expect(all.experiments.find(({ id }) => id === 'id7')?.challenger).toEqual(all.experiments.at(-1)?.challenger);
    // The response is at most a fiftieth of the size of the runs.
    expect(JSON.stringify(all).length).toBeLessThan(0.02 * 1_000 * JSON.stringify(await workspace.experiments.get(first)).length);
    expect(await list('monday fresh')).toMatchObject({ total: 1, experiments: [{ id: first }] });
    expect(await list('run 99', 1, 2)).toMatchObject({ total: 19, experiments: [{ name: 'run 998' }, { name: 'run 997' }] });
    await workspace.experiments.annotate('id5', 'renamed', 'noted');
    expect((await list('renamed')).experiments).toMatchObject([{ id: 'id5', notes: 'noted' }]);
    await workspace.experiments.remove('id5');
    expect((await list()).total).toBe(999);
    await workspace.close();
  });
});
