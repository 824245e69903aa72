import type { ReactElement } from 'react';
import { placeKey } from '#shared/number-notes';
import type { NotePlace } from '#shared/schemas/number-note';
import type { AbTestPoint } from '#shared/schemas/simulate';
import { NotesOnPoints } from '../../../components/number-notes/notes-on-points';
import { formatCount, formatPercent } from '../../../logic/format';
import { keyedPlace } from '../../../logic/lab-notes';
import { openLabNote } from '../../../stores/lab-notes';
import { labDocument } from '../../../stores/lab-store';

interface Props {
  /** Of the challenger, when the test began. */
  readonly variant: string;
  /** As far as is shown. */
  readonly points: readonly AbTestPoint[];
}

/** Notes on the lift after so many users, kept in the Lab. */
export const CourseNotes = ({ variant, points }: Props): ReactElement => (
  <NotesOnPoints
    points={() => {
      const { numberNotes, variants } = labDocument();
      const texts = new Map(numberNotes.map(({ place, text }) => [placeKey(place), text]));
      return points.toReversed().map((point) => {
        const place = keyedPlace(coursePlace(variant, point), variants);
        return {
          id: String(point.users),
          label: `${formatCount(point.users)} users · lift ${formatPercent(point.lift, 1)}`,
          note: texts.get(placeKey(place)),
          onOpen: () => openLabNote(place),
        };
      });
    }}
  />
);

const coursePlace = (variant: string, { users, lift }: AbTestPoint): NotePlace => ({
  ...{ kind: 'point', chart: 'ab-test', variant, axis: 'lift', at: { users } },
  ...(lift !== null && { shown: lift }),
});
