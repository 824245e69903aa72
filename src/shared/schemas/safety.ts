/** Checking, backing up, restoring and copying a workspace. */
import { z } from 'zod';

export const checkInputSchema = z.strictObject({
  repair: z.boolean().default(false).describe('Set damaged files aside, and build the models again where theirs were damaged'),
});

export const checkFindingSchema = z.object({
  /** Relative to the workspace. */
  file: z.string(),
  reason: z.string(),
  remedy: z.string(),
  repaired: z.boolean(),
});
export type CheckFinding = z.infer<typeof checkFindingSchema>;

/** What a check has read, and what it has found. No finding: every byte is as it was written. */
export const checkReportSchema = z.object({
  read: z.object({ artifacts: z.int(), documents: z.int(), logSegments: z.int(), tables: z.int(), rows: z.int(), bytes: z.number() }),
  findings: z.array(checkFindingSchema),
  /** The models were built again. */
  rebuilt: z.boolean(),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

export const backupInputSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w .-]{0,119}$/, 'Use letters, digits, spaces, dots, dashes and underscores')
    .optional()
    .describe('Of the file, in the workspace’s folder backups; otherwise one with the date'),
});

export const backupReportSchema = z.object({ path: z.string(), bytes: z.number(), files: z.int() });
export type BackupReport = z.infer<typeof backupReportSchema>;

export const snapshotInputSchema = z.strictObject({
  path: z.string().min(1).max(4_096).describe('A new or empty folder for the snapshot'),
});

export const snapshotReportSchema = z.object({ path: z.string(), bytes: z.number(), files: z.int(), data: z.string() });
export type SnapshotReport = z.infer<typeof snapshotReportSchema>;

export const restoreInputSchema = z.strictObject({
  file: z.string().min(1).max(4_096).describe('A file that a backup wrote'),
  path: z.string().min(1).max(4_096).describe('A new or empty folder for the workspace'),
});
