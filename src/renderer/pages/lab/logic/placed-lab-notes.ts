import { numberAt, placeText } from '#shared/number-notes';
import type { LiveOutput } from '#shared/schemas/live';
import type { NotePlace, PlacedNote } from '#shared/schemas/number-note';
import type { LabDocument } from '../../../logic/lab-document';
import { notesToSave } from '../../../logic/lab-notes';

function isInDocument({ variants, metrics }: LabDocument, place: NotePlace): boolean {
  const has = (variant: string): boolean => variants.some(({ key }) => key === variant);
  if (!has(place.variant)) return false;
  return place.kind !== 'metric' || (metrics.includes(place.metric) && (place.baseline === null || has(place.baseline)));
}

/** The Lab's notes with the numbers on screen. A number of a group that is not shown is unchecked; one of a removed variant or metric is gone. */
export function placedLabNotes(document: LabDocument, output: LiveOutput | null): PlacedNote[] {
  const shown = output?.segment;
  const segments = [...(output?.groups ?? []), ...(output && shown ? [{ ...shown, variants: output.variants }] : [])];
  const result = { variants: output && !shown ? output.variants : [], segments };
  const saved = notesToSave(document);
  return document.numberNotes.map((note, index) => {
    const place = saved[index]?.place ?? note.place;
    const found = numberAt(place, { result });
    const isHere = isInDocument(document, note.place);
    const state = found.state === 'gone' && isHere ? 'unchecked' : found.state;
    return { ...note, where: placeText(place), ...found, state: isHere ? state : 'gone' };
  });
}
