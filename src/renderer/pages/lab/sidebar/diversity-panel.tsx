import type { ReactElement } from 'react';
import { patchVariant } from '../../../logic/lab-document';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import classes from './sidebar.module.css';
import { SliderField } from './slider-field';

const bounds = [0, 1] as const;

/** Maximal marginal relevance: 1 ranks by score alone, lower values avoid videos like those already listed. */
export function DiversityPanel({ variantKey }: { readonly variantKey: string }): ReactElement {
  const { change, endGesture } = useLab.getState();
  const slot = `${variantKey}/mmrLambda`;
  const lambda = useVariantPart(variantKey, (variant) => variant.mmrLambda) ?? 1;
  const locked = useLabView((view) => view.locked.includes(slot));
  return (
    <>
      <h2 className={classes.heading}>Diversity</h2>
      <SliderField
        label="MMR λ"
        description="1: by score only. Lower: prefers videos that differ from those above them."
        color="var(--mute)"
        value={lambda}
        resetTo={1}
        bounds={bounds}
        locked={locked}
        onToggleLock={() => useLabView.getState().toggleLock(slot)}
        onChange={(value) => change((document) => patchVariant(document, variantKey, { mmrLambda: Math.max(0, Math.min(1, value)) }), slot)}
        onRest={endGesture}
      />
    </>
  );
}
