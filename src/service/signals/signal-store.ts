import { join } from 'node:path';
import { z } from 'zod';
import { checkDefinitions, readBy } from '#engine/rerank/defined-signals';
import { RankLabError } from '#shared/errors';
import { namedSignalSchema, signalDefinitionSchema, signalDefinitionsSchema } from '#shared/schemas/signal';
import type { NamedSignal, SignalChange, SignalDefinition, SignalDefinitions } from '#shared/schemas/signal';
import { readCheckedJson, writeCheckedJson } from '../storage/files/checked-json';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';

const mostSignals = 200;
/** Older changes can no longer be undone. */
const keptChanges = 100;
const fileName = 'signals.stored.json';

const definition = signalDefinitionSchema.nullable();
const contentSchema = z.object({
  signals: signalDefinitionsSchema,
  changes: z.array(z.object({ id: z.string(), atMs: z.number(), before: definition, after: definition })),
});
type Content = z.infer<typeof contentSchema>;

/** The signals that a workspace defines, with the latest changes, in one small file. */
export class SignalStore {
  #content: Promise<Content> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: FileOperations,
    private readonly folder: string,
    private readonly nowMs: () => number = Date.now,
  ) {}

  async all(): Promise<SignalDefinitions> {
    return (await this.#read()).signals;
  }

  /** By id. */
  async list(): Promise<NamedSignal[]> {
    const named = Object.entries(await this.all()).map(([id, one]) => namedSignalSchema.parse({ id, ...one }));
    return named.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<NamedSignal> {
    const signals = await this.all();
    if (!Object.hasOwn(signals, id)) throw unknown(id, Object.keys(signals));
    return { id, ...(signals[id] as SignalDefinition) };
  }

  /** The changes that can be undone, the newest first. */
  async changes(): Promise<SignalChange[]> {
    return (await this.#read()).changes.toReversed();
  }

  /** Under its id, in place of one of that id. Durable when it returns. @throws INVALID_ARGUMENT naming what is wrong. */
  async define({ id, ...after }: NamedSignal): Promise<NamedSignal> {
    await this.#change((signals) => {
      const changed = { ...signals, [id]: after };
      checkDefinitions(changed);
      if (Object.keys(changed).length > mostSignals) {
        throw new RankLabError('INVALID_ARGUMENT', `At most ${mostSignals} signals can be defined`, { remedy: 'Remove some first.' });
      }
      return { id, after };
    });
    return this.get(id);
  }

  /** @throws NOT_FOUND, CONFLICT where another signal reads it. */
  remove(id: string): Promise<void> {
    return this.#change((signals) => {
      if (!Object.hasOwn(signals, id)) throw unknown(id, Object.keys(signals));
      requireUnread(id, signals);
      return { id, after: null };
    });
  }

  /** Takes the newest change back. @throws NOT_FOUND when there is none, CONFLICT where another signal reads what would go. */
  async undo(): Promise<SignalChange> {
    const [newest] = await this.changes();
    if (!newest) throw new RankLabError('NOT_FOUND', 'There is no change of a signal to undo', { place: 'signals' });
    await this.#change((signals) => {
      if (newest.before === null) requireUnread(newest.id, signals);
      return { id: newest.id, after: newest.before, undoes: true };
    });
    return newest;
  }

  /** One change at a time; a change that cannot be written is not applied. */
  #change(change: (signals: SignalDefinitions) => { id: string; after: SignalDefinition | null; undoes?: boolean }): Promise<void> {
    const done = this.#last.then(async () => {
      const { signals, changes } = await this.#read();
      const { id, after, undoes = false } = change(signals);
      const others = Object.fromEntries(Object.entries(signals).filter(([other]) => other !== id));
      const entry = { id, atMs: this.nowMs(), before: signals[id] ?? null, after };
      const changed = {
        signals: after === null ? others : { ...others, [id]: after },
        changes: undoes ? changes.slice(0, -1) : [...changes, entry].slice(-keptChanges),
      };
      await guarded('save the signals', this.#path, async () => {
        await this.files.makeFolder(this.folder);
        await writeCheckedJson(this.files, this.#path, changed);
      });
      this.#content = Promise.resolve(changed);
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  get #path(): string {
    return join(this.folder, fileName);
  }

  #read(): Promise<Content> {
    this.#content ??= this.#load().catch((error: unknown) => {
      this.#content = undefined;
      throw error;
    });
    return this.#content;
  }

  async #load(): Promise<Content> {
    const remedy = `Restore ${fileName} from a copy of the workspace, or move it away: the defined signals are then gone.`;
    const content = await guarded('read the signals', this.#path, () => readCheckedJson(this.files, this.#path, remedy));
    return content === undefined ? { signals: {}, changes: [] } : contentSchema.parse(content);
  }
}

function requireUnread(id: string, signals: SignalDefinitions): void {
  const reader = Object.entries(signals).find(([other, one]) => other !== id && readBy(other, one).includes(id));
  if (!reader) return;
  throw new RankLabError('CONFLICT', `The signal “${reader[0]}” reads “${id}”`, {
    place: `signals.${reader[0]}`,
    value: id,
    remedy: `Change or remove “${reader[0]}” first`,
  });
}

const unknown = (id: string, known: readonly string[]): RankLabError =>
  new RankLabError('NOT_FOUND', `The workspace defines no signal “${id.slice(0, 80)}”`, {
    place: 'id',
    value: id.slice(0, 80),
    remedy: known.length > 0 ? `It defines ${known.join(', ')}` : 'Define it first; “ranklab signals --help” says how',
  });
