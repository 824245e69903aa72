import { useMemo } from 'react';
import type { CatalogueMap } from '#shared/schemas/model';
import { useLive } from '../../../stores/live-store';

export interface Highlight {
  readonly point: number;
  readonly list: 'A' | 'B';
  readonly position: number;
  readonly shape: 'circle' | 'square';
  readonly color: string;
}

const listMarks = {
  A: { shape: 'circle', color: 'var(--accent)' },
  B: { shape: 'square', color: 'var(--bad)' },
} as const;

/** The videos of the Lab's two lists, if the Lab has computed them and the map shows them. */
export function useHighlights(map: CatalogueMap): readonly Highlight[] {
  const baseline = useLive((state) => state.baselineList);
  const challenger = useLive((state) => state.challengerList);
  return useMemo(() => {
    const lists = [
      ['A', baseline],
      ['B', challenger],
    ] as const;
    if (lists.every(([, list]) => list === null)) return [];
    const pointOf = new Map(map.videoIds.map((id, point) => [id, point]));
    return lists.flatMap(([list, output]) =>
      (output?.items ?? []).flatMap(({ videoId, position }): Highlight[] => {
        const point = pointOf.get(videoId);
        return point === undefined ? [] : [{ point, list, position, ...listMarks[list] }];
      }),
    );
  }, [map, baseline, challenger]);
}
