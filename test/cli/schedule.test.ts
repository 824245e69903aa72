/** The verbs on a saved comparison. `schedule`: added, run now, listed, changed; `notes`; `ledger`; wrong calls name what is wrong. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScheduledRun, ScheduleHistory, ScheduleSummary } from '#shared/schemas/schedule';
import type { Ledger, Looks } from '#shared/schemas/ledger';
import type { PlacedNote } from '#shared/schemas/number-note';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const workspace = join(folder, 'ws');
const schedule = (...more: string[]) => ranklab('schedule', '--workspace', workspace, '--quiet', ...more);
const json = (...more: string[]) => {
  const { status, stdout, stderr } = schedule('--json', ...more);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as { schedules: ScheduleSummary[]; run?: ScheduledRun; history?: ScheduleHistory };
};

beforeAll(() => {
  const size = ['--users', '150', '--videos', '100', '--interactions', '2500', '--factors', '8'];
  expect(ranklab('pipeline', '--workspace', workspace, ...size, '--quiet').status).toBe(0);
  const variants = [
    { name: 'A', weights: { factors: 1 } },
    { name: 'B', weights: { popularity: 1 } },
  ].map((variant) => {
    const path = join(folder, `${variant.name}.json`);
    writeFileSync(path, JSON.stringify(variant));
    return path;
  });
  const files = ['--variants', ...variants, '--out', join(folder, 'results'), '--save', 'weekly check'];
  expect(ranklab('compare', '--workspace', workspace, '--metrics', 'ndcg@10', ...files, '--quiet').status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('adds a schedule, measures at once, reports unchanged data, and prints the history', () => {
  expect(schedule().stdout).toBe('Nothing is scheduled.\n');
  const [added] = json(
    '--add',
    'nightly',
    '--experiment',
    'weekly check',
    '--cron',
    '30 3 * * *',
    '--time-zone',
    'Europe/Berlin',
  ).schedules;
  expect(added).toMatchObject({ id: 'nightly', name: 'weekly check', timeZone: 'Europe/Berlin', keep: 500, runCount: 0 });
  const { run } = json('--run', 'nightly');
  expect(run).toMatchObject({
    status: 'measured',
    error: null,
    metrics: [{ variant: 'A', value: added?.reference[0]?.value }, { variant: 'B' }],
  });
  const again = schedule('--run', 'nightly', '--history', 'nightly');
  expect(again.stdout).toContain('Nothing has changed since the last measurement');
  expect(again.stdout).toMatch(/measured +\d+ +0\.\d{4} +0\.\d{4}/);
  expect(json('--history', 'nightly').history?.runs.map(({ status }) => status)).toEqual(['measured', 'unchanged']);
});

it('changes, pauses, resumes and removes a schedule', () => {
  expect(json('--change', 'nightly', '--cron', '@weekly', '--pause', 'nightly').schedules).toMatchObject([
    { cron: '@weekly', nextAtMs: null },
  ]);
  expect(json('--resume', 'nightly').schedules).toMatchObject([{ paused: false, nextAtMs: expect.any(Number) }]);
  expect(json('--remove', 'nightly').schedules).toEqual([]);
});

it.each([
  [['--add', 'x', '--experiment', 'nothing', '--cron', '@daily'], 1, /no saved comparison “nothing”.*“weekly check”/s],
  [['--add', 'x', '--experiment', 'weekly check', '--cron', '0 25 * * *'], 2, /“0 25 \* \* \*” cannot be read/],
  [['--add', 'x', '--experiment', 'weekly check'], 2, /cron/],
  [['--add', '../x', '--experiment', 'weekly check', '--cron', '@daily'], 2, /letters, digits/],
  [['--run', 'none'], 1, /Unknown schedule “none”/],
  [['--change', 'none', '--keep', '1e9'], 2, /keep/],
])('rejects %j', (given, status, message) => {
  const outcome = schedule(...given);
  expect(outcome.stderr).toMatch(message);
  expect(outcome.status).toBe(status);
});

it('writes a note on a number, changes it and removes it; a number that is not there is named with those that are', () => {
  const notes = (...more: string[]) => ranklab('notes', '--workspace', workspace, '--json', '--quiet', ...more);
  const list = (...more: string[]) => {
    const { status, stdout } = notes(...more);
    expect(status, stdout).toBe(0);
    return (JSON.parse(stdout) as { experiments: { name: string; notes: PlacedNote[] }[] }).experiments;
  };
  expect(list()).toEqual([]);
  const number = ['--metric', 'ndcg@10', '--variant', 'B', '--baseline', 'A'];
  const [written] = list('--experiment', 'weekly check', '--text', 'popularity wins again', ...number);
  const [note] = written.notes;
  expect(note).toMatchObject({ where: 'ndcg@10, B − A', state: 'found', text: 'popularity wins again' });
  expect(list('--experiment', 'weekly check', '--note', note.id, '--text', 'since May')[0].notes).toMatchObject([
    { id: note.id, text: 'since May' },
  ]);
  const wrong = notes('--experiment', 'weekly check', '--text', 'x', '--metric', 'mrr@10', '--variant', 'B');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toMatch(/no number for mrr@10, B[^]*Metrics: ndcg@10/);
  expect(notes('--text', 'x').stderr).toContain('--experiment');
  expect(list()).toHaveLength(1);
  expect(list('--experiment', 'weekly check', '--remove', note.id)[0].notes).toEqual([]);
});

it('lists the looks at the test part that the comparison made', () => {
  const ledger = (...more: string[]) => ranklab('ledger', '--workspace', workspace, '--quiet', ...more);
  const { parts, looks } = JSON.parse(ledger('--json', '--part', '1').stdout) as Ledger & Looks;
  expect(parts).toMatchObject([{ number: 1, cut: { split: { id: 'time' }, relevance: { rule: 'any' } }, looks: 1, tests: 1 }]);
  expect(ledger().stdout).toMatch(/^part +test part[^]*time; every interaction/);
  expect(looks).toMatchObject([{ number: 1, tests: 1 }]);
  expect(ledger('--part', '2').stderr).toContain('Give a number from 1 to 1.');
});
