import type { ReactElement } from 'react';
import { variantSchema } from '#shared/schemas/variant';
import { setWeight, type LabVariant } from '../../../logic/lab-document';
import { weightOf } from '../../../logic/variant-diff';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useFlips } from '../hooks/use-flips';
import { useSignals } from '../hooks/use-signals';
import { NormalizationSelect } from './normalization-select';
import classes from './sidebar.module.css';
import { SignalParams } from './signal-params';
import { SliderField } from './slider-field';

const defaults = variantSchema.parse({ name: 'defaults' });

/** One slider per registered signal. The ticks on a track are the weights at which the list above changes. */
export function SignalsPanel({ entry: { key, variant } }: { readonly entry: LabVariant }): ReactElement {
  const { entries, colorOf } = useSignals();
  const { change, endGesture } = useLab.getState();
  const { toggleLock } = useLabView.getState();
  const locked = useLabView((view) => view.locked);
  const flips = useFlips(key);
  return (
    <>
      <h3 className={classes.heading}>
        Signals
        <NormalizationSelect entry={{ key, variant }} />
      </h3>
      {entries.map((signal) => {
        const slot = `${key}/${signal.id}`;
        return (
          <SliderField
            key={signal.id}
            label={signal.label}
            description={signal.description}
            color={colorOf(signal.id)}
            value={weightOf(variant, signal.id)}
            resetTo={weightOf(defaults, signal.id)}
            ticks={flips.get(signal.id) ?? []}
            locked={locked.includes(slot)}
            onToggleLock={() => toggleLock(slot)}
            onChange={(weight) => change((document) => setWeight(document, key, signal.id, weight), `weight/${slot}`)}
            onRest={endGesture}
            tools={<SignalParams entry={{ key, variant }} signal={signal} />}
          />
        );
      })}
    </>
  );
}
