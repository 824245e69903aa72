import type { NotePlace, NumberNote } from '#shared/schemas/number-note';
import type { RankedVideo, RankingContext } from '#shared/schemas/ranking';
import { labNoteAt } from '../../../logic/lab-notes';
import { rankingContext } from '../../../logic/ranking-context';
import { labDocument, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';

/** The place of a video in the list of a variant; a note stays with the video when it moves. */
export const listPlace = (variant: string, context: RankingContext, { videoId, position }: RankedVideo): NotePlace => ({
  kind: 'list',
  variant,
  context,
  position,
  videoId,
});

/** The notes on the list of a variant in the current context. */
export function useListNotes(variant: string): (item: RankedVideo) => NumberNote | undefined {
  const count = useLabDocument(({ numberNotes }) => numberNotes);
  const context = useListContext();
  return (item) => (count.length === 0 || context === null ? undefined : labNoteAt(labDocument(), listPlace(variant, context, item)));
}

/** What the lists are for. */
export function useListContext(): RankingContext | null {
  const contextKind = useLabView((view) => view.contextKind);
  const userId = useLabView((view) => view.userId);
  const query = useLabView((view) => view.query);
  const videoId = useLabView((view) => view.videoId);
  return rankingContext({ contextKind, userId, query, videoId });
}
