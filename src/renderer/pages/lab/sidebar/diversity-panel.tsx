import type { ReactElement } from 'react';
import { patchVariant, type LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import classes from './sidebar.module.css';
import { SliderField } from './slider-field';

/** Maximal marginal relevance: 1 ranks by score alone, lower values avoid videos like those already listed. */
export function DiversityPanel({ entry: { key, variant } }: { readonly entry: LabVariant }): ReactElement {
  const { change, endGesture } = useLab.getState();
  const slot = `${key}/mmrLambda`;
  const locked = useLabView((view) => view.locked.includes(slot));
  return (
    <>
      <h3 className={classes.heading}>Diversity</h3>
      <SliderField
        label="MMR λ"
        description="1: by score alone. Lower: videos unlike those above them are preferred."
        color="var(--mute)"
        value={variant.mmrLambda}
        resetTo={1}
        bounds={[0, 1]}
        locked={locked}
        onToggleLock={() => useLabView.getState().toggleLock(slot)}
        onChange={(value) => change((document) => patchVariant(document, key, { mmrLambda: Math.max(0, Math.min(1, value)) }), slot)}
        onRest={endGesture}
      />
    </>
  );
}
