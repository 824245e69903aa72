import type { NotePlace, NumberNote } from '#shared/schemas/number-note';

type Rename = (variant: string) => string;

/** The place with its variants renamed. In the Lab they are called by their keys, so that a note follows a variant to another name. */
export const renamed = (place: NotePlace, rename: Rename): NotePlace =>
  place.kind === 'metric'
    ? { ...place, variant: rename(place.variant), baseline: place.baseline === null ? null : rename(place.baseline) }
    : { ...place, variant: rename(place.variant) };

/** What a variant that is not in the Lab is called in notes; a name that could be a key is quoted. */
export const nameOfAbsent = (name: string): string => (/^v\d+$/.test(name) ? `“${name}”` : name);

/** When a variant goes, its notes keep its name; when it comes back, they belong to it again. */
export const renameInNotes = (notes: readonly NumberNote[], from: string, to: string): readonly NumberNote[] =>
  notes.some(({ place }) => place.variant === from || (place.kind === 'metric' && place.baseline === from))
    ? notes.map((note) => ({ ...note, place: renamed(note.place, (variant) => (variant === from ? to : variant)) }))
    : notes;
