import type { ReactElement } from 'react';
import { useFlips } from '../hooks/use-flips';
import { useLive } from '../../../stores/live-store';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useSignals } from '../../../api/use-signals';
import { NormalizationSelect } from './normalization-select';
import classes from './sidebar.module.css';
import { SignalSlider } from './signal-slider';

const none = [] as const;

/** One slider per signal: registered, defined by the workspace, or brought by the variant. The ticks on a track are the weights at which the list changes. */
export function SignalsPanel({ variantKey }: { readonly variantKey: string }): ReactElement {
  const { entries, shared, colorOf } = useSignals();
  const own = useVariantPart(variantKey, (variant) => variant.signals);
  const unavailable = useLive((live) => live.baselineList?.unavailableSignals);
  const { ticks, unavailableBecause } = useFlips(variantKey);
  const offered = entries.filter(({ id }) => shared.has(id) || (own !== undefined && Object.hasOwn(own, id)));
  return (
    <>
      <h2 className={classes.heading}>
        Signals
        <NormalizationSelect variantKey={variantKey} />
      </h2>
      {offered.map((signal) => (
        <SignalSlider
          key={signal.id}
          variantKey={variantKey}
          signal={signal}
          color={colorOf(signal.id)}
          missing={unavailable?.find(({ signal: id }) => id === signal.id)?.because}
          ticks={ticks.get(signal.id) ?? none}
        />
      ))}
      {unavailableBecause !== null && <p className={classes.quiet}>No flip marks: {unavailableBecause}</p>}
    </>
  );
}
