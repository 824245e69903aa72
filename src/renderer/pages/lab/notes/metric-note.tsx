import { memo, useMemo, type ReactElement } from 'react';
import { placeKey } from '#shared/number-notes';
import type { NotePlace } from '#shared/schemas/number-note';
import { NoteMark } from '../../../components/number-notes/note-mark';
import { labPlaceText } from '../../../logic/lab-notes';
import { labDocument, useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { openLabNote } from './lab-note-flows';

interface Props {
  readonly spec: string;
  /** Warm or cold users; null: the users of the whole panel. */
  readonly group: string | null;
  readonly className?: string | undefined;
}

/** The note on a metric of the panel: on the difference, or on the value of a variant alone. */
export const MetricNote = memo(function MetricNote({ spec, group, className }: Props): ReactElement {
  const challenger = useLabView((view) => view.challenger);
  const chosen = useLabView((view) => view.segment);
  const baseline = useLabDocument(({ variants }) => variants[0]?.key ?? '');
  const hasChallenger = useLabDocument(({ variants }) => variants.some(({ key }, index) => index > 0 && key === challenger));
  const segment = group === null ? chosen : { segmentation: 'warmth', segment: group };
  const pair = hasChallenger ? { variant: challenger, baseline } : { variant: baseline, baseline: null };
  const place: NotePlace = { kind: 'metric', ...pair, metric: spec, segment };
  // What a slider changes is not read: rows of the panel do not wait for their notes.
  const numberNotes = useLabDocument((document) => document.numberNotes);
  const names = useLabDocument(({ variants }) => variants.map(({ variant: { name } }) => name).join('\n'));
  const key = placeKey(place);
  const text = useMemo(() => numberNotes.find((note) => placeKey(note.place) === key)?.text, [numberNotes, key]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says what the place is, the names how it reads
  const where = useMemo(() => labPlaceText(labDocument(), place), [names, key]);
  return <NoteMark where={where} text={text} className={className} onOpen={() => openLabNote(place)} />;
});
