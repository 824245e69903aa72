import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { evaluateSlates } from '#engine/evaluate/off-policy/slates/evaluate-slates';

interface Golden {
  readonly slates: number[];
  readonly positions: number[];
  readonly rewards: number[];
  readonly loggingProbabilities: number[];
  readonly targetProbabilities: number[];
  readonly predictedRewards: number[];
  readonly targetValues: number[];
  readonly estimates: Readonly<Record<string, number>>;
}

it('gives the slate estimates of numpy by the definitions of Open Bandit Pipeline', () => {
  const { estimates, slates, ...rows } = JSON.parse(readFileSync(new URL('slates.json', import.meta.url), 'utf8')) as Golden;
  const report = evaluateSlates({ ...rows, slates: slates.map(String) }, { bootstrapSamples: 0 });
  expect(Object.keys(estimates)).toHaveLength(5);
  for (const [name, value] of Object.entries(estimates))
    expect(report.estimates, name).toMatchObject({ [name]: { value: expect.closeTo(value, 10) } });
});
