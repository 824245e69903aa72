import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import { temporarySuffix, writeDurably } from '../files/atomic-write';
import type { FileOperations, OpenFile } from '../files/file-operations';
import type { SetAside } from '../files/set-aside';
import { storageError } from '../files/storage-error';
import { encodeRecord, readSegment, segmentHead, type LogRecord } from './segment-reader';
import { SequenceCheck } from './sequence-check';

interface Waiting<Event> {
  readonly events: readonly Event[];
  /** With the sequence number of the last event. */
  readonly resolve: (sequence: number) => void;
  readonly reject: (error: unknown) => void;
}

interface LogOptions {
  /** The last sequence number already in the tables. Default: the start of the log. */
  readonly after?: number;
  /** Where damage is stored and listed. */
  readonly setAside?: SetAside | undefined;
}

/** Its presence says that this version has written the log: an empty segment is damage from then on. */
const headsMarker = 'segments-have-heads';
const headsText = 'Every segment begins with a line that names it.\n';
/** The files of a log without records, by name. */
export const emptyLog: Readonly<Record<string, string>> = { [headsMarker]: headsText };
const segmentPattern = /^(\d{15})\.jsonl$/;
const segmentName = (first: number): string => `${String(first).padStart(15, '0')}.jsonl`;

/**
 * An append-only log of changes since the tables were last written: one line per record, `crc32 JSON`. An append returns
 * once its records are on the disk; concurrent appends share one fsync (group commit). The log is split into segments, named by their first sequence
 * number, so that folded records can be dropped while new ones arrive.
 */
export class EventLog<Event> {
  #waiting: Waiting<Event>[] = [];
  #exclusive: Promise<unknown> = Promise.resolve();
  #pumping = false;
  #pending: LogRecord<Event>[] = [];
  #file: OpenFile | undefined;
  #durableBytes = 0;
  #next = 1;
  #closed = false;

  private constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
  ) {}

  /**
   * A record torn by a crash was never acknowledged and is skipped. Damaged parts are set aside, and the rest of the log is used.
   */
  static async open<Event>(files: FileOperations, folder: string, { after, setAside }: LogOptions = {}): Promise<EventLog<Event>> {
    const log = new EventLog<Event>(files, folder);
    await files.makeFolder(folder);
    const segments = await log.#segments();
    const headed = await files.stat(join(folder, headsMarker));
    const check = new SequenceCheck<Event>(after);
    for (const [index, name] of segments.entries()) {
      const following = segments[index + 1];
      const bytes = await files.readFile(join(folder, name));
      // Earlier versions began a segment empty, and left it so when nothing followed.
      const isLeftEmpty = bytes.length === 0 && !headed;
      const { records, problems } = check.segment(
        firstOf(name),
        following === undefined ? undefined : firstOf(following),
        isLeftEmpty ? { lines: [], problem: undefined } : readSegment<Event>(bytes),
      );
      for (const record of records) log.#pending.push(record);
      if (problems.length > 0) await setAside?.keepFile(join(folder, name), problems);
      if (isLeftEmpty) await files.remove(join(folder, name));
    }
    if (!headed) await log.#markHeads();
    log.#pending = log.#pending.filter((record) => record.sequence > (after ?? 0));
    log.#next = Math.max(check.next, (after ?? 0) + 1);
    return log;
  }

  /** Records that the tables do not hold yet, oldest first. */
  get pending(): readonly LogRecord<Event>[] {
    return this.#pending;
  }

  /** Releases the records in memory, for a reader that has processed them; the files keep them, and the next opening reads them again. */
  release(): void {
    this.#pending = [];
  }

  /** Sequence number of the newest durable record. */
  get lastSequence(): number {
    return this.#next - 1;
  }

  /** Resolves with the last one's sequence number once every event is on the disk. @throws DISK_FULL or IO_FAILED; then none of them is in the log. */
  append(events: readonly Event[]): Promise<number> {
    if (this.#closed) return Promise.reject(new RankLabError('NO_WORKSPACE', 'The workspace has been closed'));
    if (events.length === 0) return Promise.resolve(this.lastSequence);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events, resolve, reject });
      if (!this.#pumping) this.#pump();
    });
  }

  /** One group per turn, so that a rotation can run under a constant stream of records. */
  #pump(): void {
    this.#pumping = true;
    void this.#alone(async () => {
      await this.#commitGroup(this.#waiting.splice(0));
      this.#pumping = false;
      if (this.#waiting.length > 0) this.#pump();
    });
  }

  async #commitGroup(group: Waiting<Event>[]): Promise<void> {
    const records: LogRecord<Event>[] = [];
    for (const { events } of group) for (const event of events) records.push({ sequence: this.#next + records.length, event });
    try {
      const bytes = Buffer.from(records.map(encodeRecord).join(''));
      const file = (this.#file ??= await this.#openSegment());
      try {
        await this.files.reached('log-write', this.folder);
        await file.write(bytes);
        await this.files.reached('log-fsync', this.folder);
        await file.sync();
      } catch (error) {
        await this.#cutBack();
        throw error;
      }
      this.#durableBytes += bytes.length;
    } catch (error) {
      const failure = storageError(error, 'log the change', this.folder);
      for (const { reject } of group) reject(failure);
      return;
    }
    for (const record of records) this.#pending.push(record);
    for (const { events, resolve } of group) {
      this.#next += events.length;
      resolve(this.lastSequence);
    }
  }

  /** A partially written group must not be replayed: its callers got an error. */
  async #cutBack(): Promise<void> {
    const file = this.#file;
    if (!file) return;
    try {
      await file.truncate(this.#durableBytes);
      await file.sync();
    } catch {
      // Cannot repair in place: continue in a new segment, whose first number marks the later records of this one as void.
      this.#file = undefined;
      await file.close().catch(() => {});
    }
  }

  /**
   * Starts a new segment; afterwards everything pending lies in segments that `forget` may drop.
   * @returns the pending records at that moment, and the number of the newest record.
   */
  rotate(): Promise<{ records: readonly LogRecord<Event>[]; position: number }> {
    return this.#alone(async () => {
      await this.files.reached('log-rotate', this.folder);
      const file = this.#file;
      this.#file = undefined;
      await file?.close();
      this.#file = await this.#openSegment();
      return { records: [...this.#pending], position: this.lastSequence };
    });
  }

  /**
   * Drops records up to and including `sequence`: they are in the tables or superseded. Segments that cannot be removed are skipped at the next
   * opening.
   */
  forget(sequence: number): Promise<void> {
    return this.#alone(async () => {
      this.#pending = this.#pending.filter((record) => record.sequence > sequence);
      try {
        await this.files.reached('clean-up', this.folder);
        const segments = await this.#segments();
        for (const [index, name] of segments.entries()) {
          const following = segments[index + 1];
          if (following !== undefined && firstOf(following) <= sequence + 1) await this.files.remove(join(this.folder, name));
        }
      } catch {
        // only costs space
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#alone(async () => {
      await this.#file?.close();
      this.#file = undefined;
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#exclusive.then(work);
    this.#exclusive = result.catch(() => {});
    return result;
  }

  /** The segment appears with its first line or not at all, so that an empty one is known to be damaged. */
  async #openSegment(): Promise<OpenFile> {
    const path = join(this.folder, segmentName(this.#next));
    const head = Buffer.from(segmentHead(this.#next));
    await writeDurably(this.files, `${path}${temporarySuffix}`, [head]);
    await this.files.rename(`${path}${temporarySuffix}`, path); // replaces refused records of a segment without valid ones
    await this.files.reached('directory-fsync', this.folder);
    await this.files.syncFolder(this.folder);
    this.#durableBytes = head.length;
    return this.files.open(path, 'append');
  }

  async #markHeads(): Promise<void> {
    await writeDurably(this.files, join(this.folder, headsMarker), [Buffer.from(headsText)]);
    await this.files.syncFolder(this.folder);
  }

  async #segments(): Promise<string[]> {
    return (await this.files.list(this.folder)).filter((name) => segmentPattern.test(name));
  }
}

const firstOf = (name: string): number => Number(segmentPattern.exec(name)?.[1] ?? 0);
