import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { importLimits } from '#engine/dataset/importers/limits';
import type { Dataset } from '#engine/model/dataset';
import { ByteTable } from './byte-table';
import { FurtherTable } from './further-cells';
import { Growable } from './growable';

/** Properties of a video; its position is its row. */
export interface VideoFacts {
  title: string;
  description: string;
  tags: readonly string[];
  categories: readonly string[];
  creator: string | null;
  publishedAtMs: number;
  durationSeconds: number;
}

const unknownVideo: VideoFacts = {
  title: '',
  description: '',
  tags: [],
  categories: [],
  creator: null,
  publishedAtMs: NaN,
  durationSeconds: NaN,
};

/** The tables an import fills: empty ones, or those of the dataset that it is merged into. */
export class ImportTables {
  readonly users = new ByteTable();
  readonly videos = new ByteTable();
  readonly kinds = new ByteTable();
  /** By column name: one label per user row, undefined where not given. */
  readonly userColumns = new Map<string, (string | undefined)[]>();
  readonly videoFacts: (VideoFacts | undefined)[] = [];
  readonly interactions = {
    users: new Growable(Int32Array),
    videos: new Growable(Int32Array),
    kinds: new Growable(Uint8Array),
    values: new Growable(Float64Array),
    timestampsMs: new Growable(Float64Array),
  };
  /** Further columns of the catalogue and of the log. */
  readonly furtherVideos = new FurtherTable();
  readonly furtherInteractions = new FurtherTable();
  /** Rows before this import; their interactions count as existing. */
  readonly initial: { readonly users: number; readonly videos: number; readonly interactions: number };

  constructor(existing?: Dataset) {
    if (existing) this.#takeOver(existing);
    this.initial = { users: this.users.size, videos: this.videos.size, interactions: this.interactions.users.length };
  }

  get interactionCount(): number {
    return this.interactions.users.length;
  }

  userColumn(name: string): (string | undefined)[] {
    let column = this.userColumns.get(name);
    if (!column) this.userColumns.set(name, (column = []));
    return column;
  }

  /** The code of a kind, a new one if there is room; −1 otherwise. */
  kindCode(kind: string): number {
    const bytes = Buffer.from(kind);
    const known = this.kinds.find(bytes, 0, bytes.length);
    if (known >= 0) return known;
    return this.kinds.size < importLimits.kindCount ? this.kinds.add(bytes, 0, bytes.length) : -1;
  }

  toDataset(name: string): Dataset {
    const userCount = this.users.size;
    const facts = Array.from({ length: this.videos.size }, (_, row) => this.videoFacts[row] ?? unknownVideo);
    const { users, videos, kinds, values, timestampsMs } = this.interactions;
    const columns = [...this.userColumns].map(
      ([column, labels]) => [column, Array.from({ length: userCount }, (_, row) => labels[row])] as const,
    );
    return createDataset({
      name,
      users: userTable({ ids: this.users.texts(), columns: Object.fromEntries(columns) }),
      items: itemTable({
        ids: this.videos.texts(),
        titles: facts.map((video) => video.title),
        descriptions: facts.map((video) => video.description),
        tags: facts.map((video) => video.tags),
        categories: facts.map((video) => video.categories),
        creators: facts.map((video) => video.creator),
        publishedAtMs: facts.map((video) => video.publishedAtMs),
        durationSeconds: facts.map((video) => video.durationSeconds),
        columns: this.furtherVideos.columns(this.videos.size),
      }),
      interactions: interactionTable({
        users: users.values(),
        items: videos.values(),
        kinds: this.kinds.texts(),
        kindCodes: kinds.values(),
        values: values.values(),
        timestampsMs: timestampsMs.values(),
        columns: this.furtherInteractions.columns(this.interactionCount),
      }),
    });
  }

  #takeOver({ users, items, interactions }: Dataset): void {
    for (const id of users.ids.ids) this.users.addText(id);
    for (const [name, { labels, codes }] of Object.entries(users.columns)) {
      this.userColumns.set(
        name,
        Array.from(codes, (code) => labels[code]),
      );
    }
    const { categories, creators } = items;
    items.ids.ids.forEach((id, row) => {
      this.videos.addText(id);
      this.videoFacts.push({
        title: items.titles[row] ?? '',
        description: items.descriptions[row] ?? '',
        tags: items.tags[row] ?? [],
        categories: Array.from(
          categories.codes.subarray(categories.offsets[row], categories.offsets[row + 1]),
          (code) => categories.labels[code] ?? '',
        ),
        creator: creators.labels[creators.codes[row] ?? -1] ?? null,
        publishedAtMs: items.publishedAtMs[row] ?? NaN,
        durationSeconds: items.durationSeconds[row] ?? NaN,
      });
    });
    this.furtherVideos.takeOver(items.columns);
    this.furtherInteractions.takeOver(interactions.columns);
    for (const kind of interactions.kinds) this.kinds.addText(kind);
    this.interactions.users.pushAll(interactions.users);
    this.interactions.videos.pushAll(interactions.items);
    this.interactions.kinds.pushAll(interactions.kindCodes);
    this.interactions.values.pushAll(interactions.values);
    this.interactions.timestampsMs.pushAll(interactions.timestampsMs);
  }
}
