import { expect, it } from 'vitest';
import { planText, preparationSteps, stoppedText } from './live-plan';

const plan = {
  testUserCount: 10_200,
  measuredUserCount: 10_200,
  neededBytes: 400e6,
  takenBytes: 400e6,
  budgetBytes: 2e9,
  sampled: false,
  preparation: 'held' as const,
};

it('states users and memory, and why users are sampled', () => {
  expect(planText(null)).toBe('Preparing candidates and signals of all test users');
  expect(planText(plan)).toMatch(/^Preparing candidates and signals of all 10,200 test users: up to 3\d\d MB$|400 MB$/);
  const sample = planText({ ...plan, sampled: true, measuredUserCount: 2_550, takenBytes: 100e6, budgetBytes: 100e6 });
  expect(sample).toMatch(
    /of a sample of 2,550 of 10,200 test users: up to (95|100) MB; all would take (381|400) MB, and (95|100) MB are allowed/,
  );
});

it('says that preparation was cancelled, and to which settings the displayed numbers belong', () => {
  expect(stoppedText(null, false)).toContain('are missing, and their preparation was cancelled');
  expect(stoppedText(plan, false)).toContain('10,200 test users take up to');
  expect(stoppedText(plan, false)).not.toContain('below');
  expect(stoppedText(plan, true)).toContain('The numbers below belong to the previous settings.');
});

it('reports progress in steps of a tenth', () => {
  const labels = [0, 0.04, 0.1, 0.19, 0.999].map((fraction) => preparationSteps({ fraction, detail: 'candidates' }));
  expect(labels[0]).toBe('Preparing candidates: 0%');
  expect(new Set(labels).size).toBe(3);
  expect(preparationSteps({ fraction: 1, detail: '' })).toBe('Preparing: 100%');
});
