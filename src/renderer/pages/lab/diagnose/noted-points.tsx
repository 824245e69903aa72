import { IconNotes } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { openLabNote } from '../../../stores/lab-notes';
import { useLabDocument } from '../../../stores/lab-store';
import type { AxisChoice } from '../logic/sensitivity-axes';
import { positionOf, type GrowingGrid } from '../logic/sensitivity-grid';
import { notesOnMap } from '../logic/sensitivity-notes';
import { insets } from './sensitivity-chart';
import local from './sensitivity.module.css';

interface Props {
  readonly variantKey: string;
  readonly metric: string;
  readonly axes: readonly [AxisChoice, AxisChoice];
  readonly grid: GrowingGrid;
}

/** A mark at every point of the map that has a note; it opens the note. */
export function NotedPoints({ variantKey, metric, axes, grid: { frame } }: Props): ReactElement | null {
  const notes = useLabDocument(({ numberNotes }) => numberNotes);
  const found = notesOnMap(notes, { variantKey, metric, axes });
  if (found.length === 0) return null;
  return (
    <div className={local.area} style={{ inset: `${insets.top}px ${insets.right}px ${insets.bottom}px ${insets.left}px` }}>
      {found.map(({ place, text, x, y }) => (
        <button
          key={JSON.stringify(place.at)}
          type="button"
          className={local.noted}
          style={{
            left: `${((positionOf(frame.x, x) + 0.5) / frame.x.length) * 100}%`,
            bottom: `${((positionOf(frame.y, y) + 0.5) / frame.y.length) * 100}%`,
          }}
          title={text}
          aria-label={`Note on the point ${axes[0].label} ${x}, ${axes[1].label} ${y}: ${text}`}
          onClick={() => openLabNote(place)}
        >
          <IconNotes size={13} aria-hidden />
        </button>
      ))}
    </div>
  );
}
