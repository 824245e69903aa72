import { expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest } from '../../scripts/test-counts.mjs';

test('vitest: skipped and todo tests count as skipped, a file that does not load as a failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'passed', assertionResults: [{}] },
  ];
  const report = { testResults, numPassedTests: 10, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
  expect(countVitest(report)).toEqual({ passed: 10, failed: 3, skipped: 4 });
});

test('playwright: a test that passes on retry has passed; an error outside the tests is a failure', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 1 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 7, failed: 2, skipped: 1 });
});

test('the summary line mentions skipped tests only if there are any', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(closingLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
});
