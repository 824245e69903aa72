import { describe, expect, it } from 'vitest';
import { firstAction, firstSteps, type Progress } from './first-steps';

const nothing: Progress = { hasData: false, isBuilt: false, hasCompared: false, savedRuns: 0, hasExported: false };
const done = (progress: Partial<Progress>): string[] =>
  firstSteps({ ...nothing, ...progress }).flatMap((step) => (step.done ? [step.id] : []));

describe('first steps', () => {
  it('are ticked one after the other', () => {
    expect(done({})).toEqual([]);
    expect(done({ hasData: true, isBuilt: true })).toEqual(['data', 'model']);
    expect(done({ hasData: true, isBuilt: true, hasCompared: true })).toEqual(['data', 'model', 'compare']);
    expect(done({ hasData: true, isBuilt: true, savedRuns: 1 })).toEqual(['data', 'model', 'compare', 'decide']);
  });

  it('are enabled when their prerequisites exist', () => {
    const open = (progress: Partial<Progress>) => firstSteps({ ...nothing, ...progress }).flatMap((step) => (step.open ? [step.id] : []));
    expect(open({})).toEqual(['data']);
    expect(open({ hasData: true })).toEqual(['data', 'model']);
    expect(open({ hasData: true, isBuilt: true })).toHaveLength(5);
  });
});

it('offer to continue first, or the next step', () => {
  expect(firstAction(null)).toBe('sample');
  expect(firstAction({ hasData: false, isBuilt: false })).toBe('import-here');
  expect(firstAction({ hasData: true, isBuilt: false })).toBe('build');
  expect(firstAction({ hasData: true, isBuilt: true })).toBe('continue');
});
