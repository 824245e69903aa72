import { useMemo, type ReactElement } from 'react';
import { placeKey } from '#shared/number-notes';
import type { NotePlace } from '#shared/schemas/number-note';
import { MultiverseDialog } from '../../charts/multiverse/multiverse-dialog';
import type { PointNotes } from '../../charts/multiverse/point-notes';
import { currentState } from '../../logic/history';
import { labConfig } from '../../logic/lab-config';
import { keyedPlace } from '../../logic/lab-notes';
import { openLabNote } from '../../stores/lab-notes';
import { labDocument, useLab, useLabDocument } from '../../stores/lab-store';
import { useMultiverse } from '../../stores/multiverse-store';

/** The Lab's comparison by one metric, under every combination of conventions. */
export function LabMultiverse(): ReactElement {
  const asked = useMultiverse(({ runId, metric }) => (runId === null ? metric : null));
  const history = useLab((lab) => lab.history);
  const config = useMemo(() => labConfig(currentState(history)), [history]);
  const numberNotes = useLabDocument((document) => document.numberNotes);
  const notes = useMemo<PointNotes>(() => {
    const byKey = (place: NotePlace): NotePlace => keyedPlace(place, labDocument().variants);
    const texts = new Map(numberNotes.map(({ place, text }) => [placeKey(place), text]));
    return { textOf: (place) => texts.get(placeKey(byKey(place))), open: (place) => openLabNote(byKey(place)) };
  }, [numberNotes]);
  return <MultiverseDialog metric={asked} config={config} what="comparison of the Lab" notes={notes} />;
}
