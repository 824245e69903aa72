import type { SavedExperiment } from '#shared/contract/experiment';
import { RankLabError } from '#shared/errors';
import { numberAt, placeNotes, placeText } from '#shared/number-notes';
import type { NumberNote, NoteRequest, PlacedNote } from '#shared/schemas/number-note';
import type { ExperimentStore } from '../storage/tables/experiment-store';

/** A saved run's notes with the numbers that they are about. */
export const listNotes = (experiment: SavedExperiment): PlacedNote[] => placeNotes(experiment.numberNotes, experiment);

/**
 * Adds a note on a number of a saved run, or changes one. @throws NOT_FOUND for another run, INVALID_ARGUMENT for a number that the run has not,
 * CONFLICT where the number has another note.
 */
export async function noteNumber(experiments: ExperimentStore, { id, noteId, place, text }: NoteRequest): Promise<NumberNote> {
  const experiment = await experiments.get(id);
  // A note that comes back by its id is kept although its number is gone.
  if (noteId === undefined && numberAt(place, experiment).state === 'gone') throw noSuchNumber(experiment, placeText(place));
  return experiments.putNote(id, { id: noteId, place, text });
}

function noSuchNumber({ name, result: { variants, segments = [] } }: SavedExperiment, where: string): RankLabError {
  const metrics = variants[0]?.metrics.map(({ spec }) => spec) ?? [];
  const groups = segments.map(({ segmentation, segment }) => `${segmentation}=${segment}`);
  const known = [
    `Variants: ${variants.map((variant) => variant.name).join(', ')}`,
    `Metrics: ${metrics.join(', ')}`,
    ...(groups.length > 0 ? [`Groups: ${groups.join(', ')}`] : []),
    'A difference is from the first variant',
  ];
  return new RankLabError('INVALID_ARGUMENT', `“${name}” has no number for ${where}`, { place: 'place', remedy: `${known.join('. ')}.` });
}
