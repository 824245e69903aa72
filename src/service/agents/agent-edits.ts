import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { agentEditSchema, agentUndoSchema, type AgentAction, type AgentEdit, type AgentUndo } from '#shared/schemas/agent';
import type { VideoRow } from '#shared/schemas/dataset';
import type { Variant } from '#shared/schemas/variant';

/** The target of changes; an open workspace implements it. */
interface Editable {
  readonly variants: {
    get(name: string): Promise<Variant>;
    save(variant: Variant): Promise<Variant>;
    remove(name: string): Promise<void>;
  };
  readonly store: {
    readonly data: { video(videoId: string): Promise<VideoRow> };
    readonly state: { load(key: string): Promise<unknown>; save(key: string, value: unknown): Promise<void> };
  };
  addVideo(video: VideoContent): Promise<string>;
  updateVideo(video: VideoContent & { videoId: string }): Promise<void>;
  removeVideo(videoId: string): Promise<void>;
  restoreVideo(videoId: string): Promise<void>;
}
type VideoContent = Extract<AgentAction, { action: 'add-video' }>['video'];

const stateKey = 'agent-edits';
/** Older entries are dropped from the journal; their effects stay. */
const keptEdits = 500;

const entrySchema = agentEditSchema.extend({ undo: agentUndoSchema });
type Entry = z.infer<typeof entrySchema>;

/** The journal of changes by agents, durable with the workspace. One change at a time. */
export class AgentEdits {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly workspace: Editable) {}

  /** The newest first. */
  async list(): Promise<AgentEdit[]> {
    return (await this.#entries()).map(withoutUndo).reverse();
  }

  /** Makes the change and records how to undo it. @throws what the change throws; then nothing is recorded. */
  edit(agent: string, change: AgentAction, nowMs: number): Promise<AgentEdit> {
    return this.#inTurn(async () => {
      const { undo, summary } = await this.#apply(change);
      const entries = await this.#entries();
      const number = Number(entries.at(-1)?.id ?? 0) + 1;
      const entry: Entry = { id: String(number), agent, atMs: nowMs, summary, action: change.action, undoneAtMs: null, undo };
      await this.workspace.store.state.save(stateKey, [...entries, entry].slice(-keptEdits));
      return withoutUndo(entry);
    });
  }

  /** @throws NOT_FOUND; CONFLICT when it was already undone; what undoing it throws. */
  undo(id: string, nowMs: number): Promise<AgentEdit> {
    return this.#inTurn(async () => {
      const entries = await this.#entries();
      const entry = entries.find((one) => one.id === id);
      if (!entry) throw new RankLabError('NOT_FOUND', `Unknown agent change ${id}`, { place: 'id', value: id });
      if (entry.undoneAtMs !== null) throw new RankLabError('CONFLICT', `“${entry.summary}” was undone before`, { place: 'id', value: id });
      await this.#apply(entry.undo);
      const undone = { ...entry, undoneAtMs: nowMs };
      await this.workspace.store.state.save(
        stateKey,
        entries.map((one) => (one.id === id ? undone : one)),
      );
      return withoutUndo(undone);
    });
  }

  async #apply(change: AgentUndo): Promise<{ undo: AgentUndo; summary: string }> {
    const { workspace } = this;
    switch (change.action) {
      case 'save-variant': {
        const { name } = change.variant;
        const before = await this.#variant(name);
        await workspace.variants.save(change.variant);
        return {
          undo: before ? { action: 'save-variant', variant: before } : { action: 'remove-variant', name },
          summary: before ? `changed the variant “${name}”` : `stored the variant “${name}”`,
        };
      }
      case 'remove-variant': {
        const before = await workspace.variants.get(change.name);
        await workspace.variants.remove(change.name);
        return { undo: { action: 'save-variant', variant: before }, summary: `removed the variant “${change.name}”` };
      }
      case 'add-video': {
        const videoId = await workspace.addVideo(change.video);
        return { undo: { action: 'remove-video', videoId }, summary: `added the video “${change.video.title}” (${videoId})` };
      }
      case 'edit-video': {
        const before = contentOf(await workspace.store.data.video(change.video.videoId));
        await workspace.updateVideo(change.video);
        return { undo: { action: 'edit-video', video: before }, summary: `edited the video “${change.video.title}” (${before.videoId})` };
      }
      case 'remove-video': {
        const { title } = await workspace.store.data.video(change.videoId);
        await workspace.removeVideo(change.videoId);
        return { undo: { action: 'restore-video', videoId: change.videoId }, summary: `removed the video “${title}” (${change.videoId})` };
      }
      case 'restore-video':
        await workspace.restoreVideo(change.videoId);
        return { undo: { action: 'remove-video', videoId: change.videoId }, summary: `restored the video ${change.videoId}` };
    }
  }

  async #variant(name: string): Promise<Variant | undefined> {
    return this.workspace.variants.get(name).catch((error: unknown) => {
      if (error instanceof RankLabError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    });
  }

  async #entries(): Promise<Entry[]> {
    const parsed = z.array(entrySchema).safeParse(await this.workspace.store.state.load(stateKey));
    return parsed.success ? parsed.data : [];
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const withoutUndo = ({ undo: _, ...edit }: Entry): AgentEdit => edit;

/** A stored video in the form in which it is added. */
function contentOf({ creator, publishedAtMs, durationSeconds, interactionCount: _, ...row }: VideoRow): VideoContent & { videoId: string } {
  return {
    videoId: row.videoId,
    title: row.title,
    description: row.description,
    tags: row.tags,
    categories: row.categories,
    ...(creator !== null && { creator }),
    ...(publishedAtMs !== null && { publishedAtMs }),
    ...(durationSeconds !== null && { durationSeconds }),
  };
}
