export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
export function countVitest(report: {
  testResults: readonly { status: string; assertionResults: readonly unknown[] }[];
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests?: number;
}): Counts;
export function countPlaywright(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors?: readonly unknown[];
}): Counts;
export function closingLine(counts: Counts): string;
