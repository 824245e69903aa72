import type { RankingContext } from '#shared/schemas/ranking';

interface Chosen {
  readonly contextKind: 'user' | 'query' | 'video';
  readonly userId: string | null;
  readonly query: string;
  readonly videoId: string | null;
}

/** The context of the lists; null while nothing is chosen. */
export function rankingContext({ contextKind, userId, query, videoId }: Chosen): RankingContext | null {
  switch (contextKind) {
    case 'user':
      return userId === null ? null : { user: userId };
    case 'query':
      return query.trim() === '' ? null : { query: query.trim() };
    case 'video':
      return videoId === null ? null : { video: videoId };
  }
}
