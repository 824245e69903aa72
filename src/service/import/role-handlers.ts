import type { FileSpec, ImportPlan } from '#engine/dataset/importers/plan';
import { formatCount } from '#shared/counts';
import type { ImportTables } from './import-tables';
import { InteractionRows } from './interaction-rows';
import type { RowHandler } from './row-reader';
import { TagRows } from './tag-rows';
import { UserRows } from './user-rows';
import { VideoRows } from './video-rows';

/** One handler for each role, whatever the number of files. */
export class Handlers {
  readonly #users: UserRows;
  readonly #videos: VideoRows;
  readonly #tags: TagRows;
  readonly #interactions: InteractionRows;
  #described: { users: number; videos: number } | undefined;

  constructor(
    private readonly plan: ImportPlan,
    private readonly tables: ImportTables,
  ) {
    this.#users = new UserRows(tables, plan.sameIds);
    this.#videos = new VideoRows(tables, plan.sameIds);
    this.#tags = new TagRows(tables);
    this.#interactions = new InteractionRows(tables, {
      rejectUnknownUsers: plan.unknownIds === 'reject' && this.#has('users'),
      rejectUnknownVideos: plan.unknownIds === 'reject' && this.#has('videos'),
      duplicates: plan.duplicates,
      sameIds: plan.sameIds,
    });
  }

  of(spec: FileSpec): RowHandler {
    switch (spec.role) {
      case 'users':
        return this.#users.handler(spec);
      case 'videos':
        return this.#videos.handler(spec);
      case 'tags':
        return this.#tags.handler(spec);
      case 'interactions':
        // Interactions come last: ids known by now are described by the other files (or the workspace).
        this.#described ??= { users: this.tables.users.size, videos: this.tables.videos.size };
        return this.#interactions.handler(spec);
    }
  }

  notes(): string[] {
    if (!this.#described) return [];
    const added = {
      users: this.tables.users.size - this.#described.users,
      videos: this.tables.videos.size - this.#described.videos,
    };
    return (['users', 'videos'] as const)
      .filter((noun) => added[noun] > 0 && this.#has(noun))
      .map((noun) =>
        added[noun] === 1
          ? `1 ${noun.slice(0, -1)} occurs only in the interactions; added with only its id`
          : `${formatCount(added[noun])} ${noun} occur only in the interactions; added with only their ids`,
      );
  }

  #has(role: FileSpec['role']): boolean {
    return this.plan.files.some((spec) => spec.role === role);
  }
}
