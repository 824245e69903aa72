/** For the title of tests that may be skipped here; `reason` is undefined where they run. */
export const skipReason = (reason: string | undefined): string => (reason === undefined ? '' : ` (skipped: ${reason})`);
