import { create } from 'zustand';
import type { FilePreview, ImportOptions, ImportReport } from '#shared/schemas/dataset';
import type { Failure } from '../logic/failure';
import type { PlannedFile } from '../logic/import-plan';

export interface ImportFile extends PlannedFile {
  readonly preview: FilePreview;
}

/** The import being prepared. Kept when the page is left. */
interface ImportState {
  readonly files: readonly ImportFile[];
  /** Chosen files that are not read, and why. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** A preset's id, or null to map columns by hand. */
  readonly preset: string | null;
  /** The folder a preset reads from. */
  readonly folder: string;
  readonly mode: 'replace' | 'merge';
  readonly options: ImportOptions;
  readonly jobId: string | null;
  readonly report: ImportReport | null;
  /** Whether the report is that of a check. */
  readonly checked: boolean;
  readonly failure: Failure | null;
  readonly update: (patch: Partial<ImportState>) => void;
  readonly reset: () => void;
}

const initial = {
  files: [],
  skipped: [],
  preset: null,
  folder: '',
  mode: 'replace',
  options: { unknownIds: 'add' },
  jobId: null,
  report: null,
  checked: false,
  failure: null,
} as const satisfies Partial<ImportState>;

export const useImport = create<ImportState>()((set) => ({
  ...initial,
  update: (patch) => set(patch),
  reset: () => set(initial),
}));
