import { shell } from 'electron';
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** The log is rotated beyond this size; one older file is kept. */
const largestBytes = 5_000_000;
const keptLines = 20;

/** Output of the service, in a file, with the last lines in memory for the message after a crash. */
export class ServiceLog {
  readonly #file: WriteStream;
  #tail: string[] = [];

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) renameSync(path, `${path}.old`);
    this.#file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk must not crash the application, so log failures are ignored.
    this.#file.on('error', () => undefined);
  }

  write(chunk: Buffer): void {
    this.#file.write(chunk);
    this.#tail = [...this.#tail, ...chunk.toString().split('\n').filter(Boolean)].slice(-keptLines);
  }

  show(): void {
    shell.showItemInFolder(this.path);
  }

  lastLines(): string {
    return this.#tail.join('\n');
  }
}
