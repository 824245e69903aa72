import { useMemo } from 'react';
import { contextText } from '#shared/number-notes';
import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import type { RankedVideo, RankingContext } from '#shared/schemas/ranking';
import { rankingContext } from '../../../logic/ranking-context';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';

/** The place of a video in the list of a variant; a note stays with the video when it moves. */
export const listPlace = (variant: string, context: RankingContext, { videoId, position, title }: RankedVideo): NotePlace => ({
  kind: 'list',
  variant,
  context,
  position,
  videoId,
  ...(title !== '' && { title: title.slice(0, 1_000) }),
});

/** The notes on the list of a variant in the current context, by video: looked up for every row at every position of a slider. */
export function useListNotes(variant: string): ReadonlyMap<string, NumberNote> {
  const notes = useLabDocument(({ numberNotes }) => numberNotes);
  const context = useListContext();
  const list = context === null ? '' : contextText(context);
  return useMemo(
    () =>
      new Map(
        notes.flatMap((note) =>
          note.place.kind === 'list' && note.place.variant === variant && contextText(note.place.context) === list
            ? [[note.place.videoId, note] as const]
            : [],
        ),
      ),
    [notes, variant, list],
  );
}

/** What the lists are for. */
export function useListContext(): RankingContext | null {
  const contextKind = useLabView((view) => view.contextKind);
  const userId = useLabView((view) => view.userId);
  const query = useLabView((view) => view.query);
  const videoId = useLabView((view) => view.videoId);
  return rankingContext({ contextKind, userId, query, videoId });
}
