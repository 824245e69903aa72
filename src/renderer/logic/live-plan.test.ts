import { expect, it } from 'vitest';
import { planText } from './live-plan';

const plan = {
  testUserCount: 10_200,
  measuredUserCount: 10_200,
  neededBytes: 400e6,
  takenBytes: 400e6,
  budgetBytes: 2e9,
  sampled: false,
};

it('states users and memory, and why there are fewer', () => {
  expect(planText(null)).toBe('Preparing candidates and signals of all test users');
  expect(planText(plan)).toMatch(/^Preparing candidates and signals of all 10,200 test users: up to 3\d\d MB$|400 MB$/);
  const sample = planText({ ...plan, sampled: true, measuredUserCount: 2_550, takenBytes: 100e6, budgetBytes: 100e6 });
  expect(sample).toMatch(
    /of a sample of 2,550 of 10,200 test users: up to (95|100) MB; all would take (381|400) MB, and (95|100) MB are allowed/,
  );
});
