/**
 * Tolerance for equal scores: sums of the same numbers in another order differ in their last digits, and the order of such scores is meaningless.
 */
export const sameScore = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
