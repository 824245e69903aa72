import { RankLabError } from '#shared/errors';
import { EventLog } from './event-log';
import type { FileOperations } from '../files/file-operations';
import type { SetAside } from '../files/set-aside';

/** Part `part` (0-based) of `of` of a snapshot of the state; earlier entries are superseded. */
interface SnapshotPart<Event> {
  readonly snapshot: { readonly part: number; readonly of: number; readonly events: readonly Event[] };
}
type Stored<Event> = Event | SnapshotPart<Event>;

/** The state of the replayed events. `reset` clears it; `apply` never fails; `snapshot` encodes it in as few events as possible. */
export interface Replayed<Event> {
  reset(): void;
  apply(event: Event): void;
  snapshot(): readonly Event[];
  /** Size of the snapshot, as an equivalent number of single events. */
  readonly size: number;
}

export interface CompactionOptions {
  readonly least?: number;
  readonly growth?: number;
  /** Where damage of the log is stored and listed. */
  readonly setAside?: SetAside | undefined;
}

/** Events of a snapshot per line of the log. */
const eventsPerPart = 16;

const isPart = <Event>(stored: Stored<Event>): stored is SnapshotPart<Event> =>
  typeof stored === 'object' && stored !== null && 'snapshot' in stored;

/**
 * A durable log with replayed state and bounded size: when it holds `growth` times as
 * many events as its state needs (and at least `least`), the state is written at the head of a new segment and the older ones are
 * removed. After a crash in between, the older segments exist with or without a complete snapshot, and both replay to the same state.
 */
export class CompactingLog<Event extends object> {
  #running = 0;
  #idle: (() => void) | undefined;
  #compacting: Promise<void> | undefined;
  /** Events in the log, a snapshot counted by its size; less after a failed compaction, which is tried again after as many. */
  #length = 0;
  #nextCompaction: number;

  private constructor(
    private readonly log: EventLog<Stored<Event>>,
    private readonly state: Replayed<Event>,
    private readonly least: number,
    private readonly growth: number,
  ) {
    this.#nextCompaction = least;
  }

  /** Opens and replays. @throws CORRUPT_ARTIFACT when neither the first event nor a whole snapshot can be read. */
  static async open<Event extends object>(
    files: FileOperations,
    folder: string,
    state: Replayed<Event>,
    { least = 20_000, growth = 4, setAside }: CompactionOptions = {},
  ): Promise<CompactingLog<Event>> {
    const log = new CompactingLog(await EventLog.open<Stored<Event>>(files, folder, { setAside }), state, least, growth);
    log.#replay(folder);
    return log;
  }

  /** Durable and applied when it returns. */
  async record(event: Event): Promise<void> {
    while (this.#compacting) await this.#compacting;
    this.#running++;
    try {
      await this.log.append([event]);
      this.log.release();
      this.state.apply(event);
      this.#length++;
    } finally {
      this.#running--;
      if (this.#running === 0) this.#idle?.();
    }
    if (this.#length >= this.#nextCompaction && !this.#compacting)
      this.#compacting = this.#compact().finally(() => (this.#compacting = undefined));
  }

  async close(): Promise<void> {
    await this.#compacting;
    await this.log.close();
  }

  #replay(folder: string): void {
    let parts: Event[] = [];
    let target = 0;
    let whole = 0;
    const first = this.log.pending[0]?.sequence;
    for (const { event } of this.log.pending) {
      if (!isPart(event)) {
        this.state.apply(event);
        this.#length++;
        continue;
      }
      const { part, of, events } = event.snapshot;
      if (part === 0) parts = [];
      else if (part !== target) continue; // a part before it is missing
      target = part + 1;
      parts.push(...events);
      if (target < of) continue;
      this.state.reset();
      for (const one of parts) this.state.apply(one);
      this.#length = this.state.size;
      whole++;
    }
    this.log.release();
    // Replay needs everything from the first event or from a complete snapshot on; leftovers of an interrupted removal are skipped.
    if (whole === 0 && this.log.lastSequence > 0 && first !== 1) {
      const remedy = 'Restore this folder from a copy of the workspace, or move it away: its counts are then gone.';
      throw new RankLabError('CORRUPT_ARTIFACT', 'The log is damaged: its beginning cannot be read', {
        place: folder,
        remedy,
      });
    }
    this.#planNext();
  }

  /** Nothing is recorded meanwhile, so the snapshot is the state of exactly the preceding events. A failure only costs space. */
  async #compact(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    this.#idle = undefined;
    try {
      await this.log.rotate();
      const before = this.log.lastSequence;
      await this.log.append(partsOf(this.state.snapshot()));
      this.log.release();
      await this.log.forget(before);
      this.#length = this.state.size;
    } catch {
      this.#length = 0;
    }
    this.#planNext();
  }

  #planNext(): void {
    this.#nextCompaction = Math.max(this.least, this.growth * this.state.size);
  }
}

function partsOf<Event>(events: readonly Event[]): SnapshotPart<Event>[] {
  const of = Math.max(1, Math.ceil(events.length / eventsPerPart));
  return Array.from({ length: of }, (_, part) => ({
    snapshot: { part, of, events: events.slice(part * eventsPerPart, (part + 1) * eventsPerPart) },
  }));
}
