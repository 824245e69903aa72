import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const placementSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() });
export type Placement = z.infer<typeof placementSchema>;

const settingsSchema = z.object({
  window: placementSchema.nullable().catch(null),
  /** The folder each kind of dialog was in last. */
  dialogFolders: z.record(z.string(), z.string()).catch({}),
  /** Where to look for new versions; null means never. */
  updateFeed: z
    .url({ protocol: /^https$/ })
    .nullable()
    .catch(null),
});
type Settings = z.infer<typeof settingsSchema>;

/**
 * The shell's settings in one JSON file. Each unreadable value falls back to its default, so a damaged file never prevents a start. Written
 * atomically.
 */
export class SettingsFile {
  #settings: Settings;

  constructor(private readonly path: string) {
    const document = z.record(z.string(), z.unknown()).catch({}).parse(readJsonFile(path));
    this.#settings = settingsSchema.parse(document);
  }

  get value(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    writeJsonFile(this.path, this.#settings);
  }
}

/** Durable when it returns: a power failure leaves the old or the new document. */
export function writeJsonFile(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeFileSync(file, JSON.stringify(value, null, 2));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  if (process.platform === 'win32') return; // NTFS journals names itself, and folders cannot be opened
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
