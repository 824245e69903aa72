import { expect, it } from 'vitest';
import { sweepOutputSchema, type SweepResult } from '#shared/schemas/sweep';
import { variantSchema } from '#shared/schemas/variant';
import { frontRows, settingsTable, sweptVariant, variantOf } from './sweep-rows';

const start = variantSchema.parse({ name: 'A', weights: { popularity: 0.5 } });
const setting = (value: number, onFront: boolean, values: Record<string, number> = { 'weights.popularity': value, mmrLambda: 0.7 }) => ({
  values,
  metrics: [{ spec: 'ndcg@10', value, difference: { value: 0.1, low: 0, high: 0.2 } }],
  onFront,
  breaks: [],
});
const output: SweepResult = sweepOutputSchema.omit({ conventions: true }).parse({
  objectives: [{ spec: 'ndcg@10', direction: 'higher' }],
  settings: [setting(0.2, false, {}), setting(0.1, false), setting(0.4, true), setting(0.3, true)],
  winner: 2,
  userCount: 10,
  start: 0.2,
  naive: 0.4,
  honest: { value: 0.3, start: 0.2, difference: { value: 0.1, low: 0, high: 0.2 }, pValue: 0.04 },
  verdict: 'better',
  stoppedEarly: false,
  resumed: 0,
  statements: [],
  variant: start,
});

it('lists the Pareto front with the start, best first', () => {
  expect(frontRows(output).map(({ label }) => label)).toEqual(['2, winner', '3', 'start']);
});

it('copies every setting', () => {
  const { columns, rows } = settingsTable(output);
  expect(rows).toHaveLength(4);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

it('makes a variant from a setting, whatever setting has won', () => {
  const ofSetting = { ...start, name: 'A swept', weights: { popularity: 0.3 }, mmrLambda: 0.7 };
  const winner = { ...start, name: 'A swept', weights: { popularity: 0.4 }, mmrLambda: 0.2 };
  expect(variantOf({ winner: 2, variant: winner }, output.settings[3])).toEqual(ofSetting);
  expect(variantOf({ winner: 0, variant: start }, output.settings[3])).toEqual(ofSetting);
  expect(start.weights).toEqual({ popularity: 0.5 });
});

it('knows the variant that was swept by its name', () => {
  const variants = ['B', 'A', 'A swept'].map((name) => ({ key: name, variant: { ...start, name } }));
  expect(sweptVariant({ winner: 2, variant: { ...start, name: 'A swept' } }, variants)?.key).toBe('A');
  expect(sweptVariant({ winner: 0, variant: start }, variants)?.key).toBe('A');
  expect(sweptVariant({ winner: 0, variant: { ...start, name: 'C' } }, variants)).toBeUndefined();
});
