import type { ReactElement } from 'react';
import type { CandidateSettings } from '#shared/schemas/variant';
import { changeVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { sourceKey, withSourceWeight } from '../logic/run-sources';
import { SliderField } from './slider-field';

interface Props {
  readonly variantKey: string;
  readonly sources: CandidateSettings['sources'];
  readonly labelOf: (source: CandidateSettings['sources'][number]) => string;
}

/** A slider per source: what it counts for in the merge. Nothing for a single source. */
export function SourceWeights({ variantKey, sources, labelOf }: Props): ReactElement | null {
  const locked = useLabView((view) => view.locked);
  if (sources.length < 2) return null;
  const { change, endGesture } = useLab.getState();
  const set = (key: string, weight: number): void =>
    change(
      (document) =>
        changeVariant(document, variantKey, (variant) => ({
          ...variant,
          candidates: { ...variant.candidates, sources: withSourceWeight(variant.candidates.sources, key, weight) },
        })),
      `source/${variantKey}/${key}`,
    );
  return (
    <>
      {sources.map((source) => {
        const key = sourceKey(source);
        const slot = `${variantKey}/source ${key}`;
        return (
          <SliderField
            key={key}
            label={`Weight of ${labelOf(source)}`}
            description="Weight of the source in the merge; 0 leaves it out."
            color="var(--mute)"
            value={source.weight ?? 1}
            resetTo={1}
            locked={locked.includes(slot)}
            onToggleLock={() => useLabView.getState().toggleLock(slot)}
            onChange={(weight) => set(key, weight)}
            onRest={endGesture}
          />
        );
      })}
    </>
  );
}
