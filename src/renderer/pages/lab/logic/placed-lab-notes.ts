import { numberAt, placeText } from '#shared/number-notes';
import type { LiveOutput } from '#shared/schemas/live';
import type { PlacedNote } from '#shared/schemas/number-note';
import type { LabDocument } from '../../../logic/lab-document';
import { notesToSave } from '../../../logic/lab-notes';

/** The Lab's notes with the numbers on screen. A number of a group that is not shown is unchecked; one of a removed variant or metric is gone. */
export function placedLabNotes(document: LabDocument, output: LiveOutput | null): PlacedNote[] {
  const shown = output?.segment;
  const segments = [...(output?.groups ?? []), ...(output && shown ? [{ ...shown, variants: output.variants }] : [])];
  const result = { variants: output && !shown ? output.variants : [], segments };
  const saved = notesToSave(document);
  return document.numberNotes.map((note, index) => {
    const place = saved[index]?.place ?? note.place;
    const found = numberAt(place, { result });
    const isHere =
      document.variants.some(({ key }) => key === note.place.variant) &&
      (note.place.kind !== 'metric' || document.metrics.includes(note.place.metric));
    const state = found.state === 'gone' && isHere ? 'unchecked' : found.state;
    return { ...note, where: placeText(place), value: found.value, state: isHere ? state : 'gone' };
  });
}
