import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OffPolicyReport } from '#engine/evaluate/off-policy/off-policy';
import type { SlatesReport } from '#shared/schemas/off-policy-slates';
import { ranklab, temporaryFolder } from './run-cli';

const folder = temporaryFolder();
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
// The published example of four decisions.
const log = file('log.csv', 'clicked,p,q,model,v\n1,.5,.25,.6,.5\n0,.25,.5,.3,.4\n1,.2,.6,.7,.6\n0,.8,.2,.2,.3\n');
const columns = 'reward=clicked,logging=p,target=q';

it('gives the estimates of the published example', () => {
  const { stdout, status } = ranklab(
    'off-policy',
    '--log',
    log,
    '--map',
    `${columns},predicted=model,value=v`,
    '--switch-threshold',
    '2',
    '--json',
  );
  expect(status).toBe(0);
  const report = JSON.parse(stdout) as OffPolicyReport;
  expect(report.estimates.ips.value).toBeCloseTo(0.875, 12);
  expect(report.estimates.snips.value).toBeCloseTo(0.6086957, 7);
  expect(report.estimates.directMethod.value).toBeCloseTo(0.45, 12);
  expect(report.estimates.doublyRobust.value).toBeCloseTo(0.5625, 12);
  expect(report.estimates.selfNormalizedDoublyRobust.value).toBeCloseTo(0.5282609, 7);
  expect(report.estimates.switchDoublyRobust.value).toBeCloseTo(0.3375, 12);
  expect(report.effectiveSampleSize).toBeCloseTo(2.4835681, 7);
});

it('omits the reward model if there is none, with a warning', () => {
  const { stdout } = ranklab('off-policy', '--log', log, '--map', columns);
  expect(stdout).toContain('Self-normalised');
  expect(stdout).not.toMatch(/doubly/i);
  expect(stdout).toContain('effective sample size 2.5 of 4');
});

it.each([
  ['a column that is not there', [log], 'no column “reward”', 2],
  ['an unknown column', [log, '--map', 'reward=clicked,action=x'], '“action”', 2],
  [
    'a cell that is no number',
    [file('bad.csv', 'clicked,p,q\n1,.5,.5\nyes,.5,.5\n'), '--map', columns],
    'row 2, clicked: “yes” is not a number',
    1,
  ],
  ['a deterministic logger', [file('sure.csv', 'clicked,p,q\n1,1,.5\n'), '--map', columns], 'deterministic', 2],
  ['a file that is not there', [join(folder, 'none.csv')], 'Cannot read', 1],
])('names %s', (_name, [path = '', ...more], named, status) => {
  const outcome = ranklab('off-policy', '--log', path, ...more);
  expect([outcome.status, outcome.stdout]).toEqual([status, '']);
  expect(outcome.stderr).toContain(named);
});

it('gives intervals by the delta method and the bootstrap, and no NaN for a single row', () => {
  const golden = join(import.meta.dirname, '../golden/off-policy.csv');
  const mapped = ['--map', 'reward=reward,logging=logging,target=target,predicted=predicted,value=value'];
  const report = JSON.parse(ranklab('off-policy', '--log', golden, ...mapped, '--json').stdout) as OffPolicyReport;
  expect(report.estimates.selfNormalizedDoublyRobust).toMatchObject({
    value: expect.closeTo(2.788332, 6),
    standardError: expect.closeTo(0.025124, 6),
  });
  expect(report.estimates.selfNormalizedDoublyRobust.bootstrap?.standardError).toBeCloseTo(0.0249, 3);
  const one = ranklab('off-policy', '--log', file('one.csv', 'clicked,p,q\n1,.5,.25\n'), '--map', columns);
  expect(one.status).toBe(0);
  expect(one.stdout).not.toContain('NaN');
  expect(one.stdout).toContain('One decision has no spread');
});

it('rejects estimates that depend on a few rows unless they are accepted', () => {
  const rows = Array.from({ length: 100 }, (_, i) => (i === 0 ? '1,.001,.9' : '0,.9,.001'));
  const few = file('few.csv', `clicked,p,q\n${rows.join('\n')}\n`);
  const refused = ranklab('off-policy', '--log', few, '--map', columns);
  expect([refused.status, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('1.0 of 100 decisions determine the estimate');
  const accepted = ranklab('off-policy', '--log', few, '--map', columns, '--accept-few-decisions');
  expect(accepted.status).toBe(0);
  expect(accepted.stdout).toContain('Few decisions determine the estimate');
});

describe('lists', () => {
  const rows = ['a,1,1,.5,.25', 'a,2,0,.5,.5', 'b,1,0,.5,.75', 'b,2,1,.5,.5'];
  const lists = file('lists.csv', `list,position,reward,logging,target\n${rows.join('\n')}\n`);

  it('weights each position by the list down to it', () => {
    const { stdout, status } = ranklab('off-policy', '--slates', lists, '--map', 'slate=list', '--bootstrap-samples', '0', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as SlatesReport;
    expect([report.estimates.ips.value, report.estimates.rewardInteraction.value, report.loggedReward]).toEqual([1, 1, 1]);
    expect(report.positions.map(({ meanWeight }) => meanWeight)).toEqual([1, 1]);
    expect(ranklab('off-policy', '--slates', lists, '--map', 'slate=list').stdout).toContain('Reward interaction, self-normalised');
  });

  it('rejects gaps, and a target without support in the log', () => {
    const gap = file('gap.csv', 'slate,position,reward,logging,target\na,2,0,.5,.5\n');
    expect(ranklab('off-policy', '--slates', gap).stderr).toContain('List “a” has position 2 where 1 is expected');
    const apart = file('apart.csv', `slate,position,reward,logging,target\n${rows.map((row) => row.replace(/[^,]*$/, '0')).join('\n')}\n`);
    expect(ranklab('off-policy', '--slates', apart).stderr).toContain('nothing overlaps');
    expect(ranklab('off-policy').stderr).toContain('Give --log for single decisions or --slates for lists');
  });
});
