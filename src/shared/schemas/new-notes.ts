import { placeKey, placeText } from '../number-notes';
import { numberNotesSchema } from './number-note';

/** The notes that come with a new run: each has its own id and its own number. */
export const newNotesSchema = numberNotesSchema.superRefine((notes, context) => {
  const [ids, places] = [new Set<string>(), new Set<string>()];
  for (const [index, { id, place }] of notes.entries()) {
    if (ids.has(id)) context.addIssue({ code: 'custom', path: [index, 'id'], message: `Another note has the id “${id}”` });
    if (places.has(placeKey(place)))
      context.addIssue({ code: 'custom', path: [index, 'place'], message: `There is another note on ${placeText(place)}` });
    ids.add(id);
    places.add(placeKey(place));
  }
});
