import { memo, useMemo, type ReactElement } from 'react';
import { variantSchema } from '#shared/schemas/variant';
import { setWeight } from '../../../logic/lab-document';
import { weightOf } from '../../../logic/variant-diff';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import type { FlipTick } from '../logic/flip-ticks';
import type { SignalEntry } from '../../../api/use-signals';
import { SignalParams } from './signal-params';
import classes from './sidebar.module.css';
import { SliderField } from './slider-field';

const defaults = variantSchema.parse({ name: 'defaults' });

interface Props {
  readonly variantKey: string;
  readonly signal: SignalEntry;
  readonly color: string;
  /** Why the data cannot feed the signal; undefined where it can. */
  readonly missing: string | undefined;
  readonly ticks: readonly FlipTick[];
}

/** The weight of one signal in one variant; only this component re-renders while it moves. */
export const SignalSlider = memo(function SignalSlider({ variantKey, signal, color, missing, ticks }: Props): ReactElement {
  const { id, label, description } = signal;
  const slot = `${variantKey}/${id}`;
  const weight = useVariantPart(variantKey, (variant) => weightOf(variant, id)) ?? 0;
  const locked = useLabView((view) => view.locked.includes(slot));
  const { change, endGesture } = useLab.getState();
  const tools = useMemo(() => <SignalParams variantKey={variantKey} signal={signal} />, [variantKey, signal]);
  if (missing !== undefined) return <UnavailableSignal label={label} description={description} because={missing} />;
  return (
    <SliderField
      label={label}
      description={description}
      color={color}
      value={weight}
      resetTo={weightOf(defaults, id)}
      ticks={ticks}
      locked={locked}
      onToggleLock={() => useLabView.getState().toggleLock(slot)}
      onChange={(next) => change((document) => setWeight(document, variantKey, id, next), `weight/${slot}`)}
      onRest={endGesture}
      tools={tools}
    />
  );
});

/** In place of a slider that would change nothing. */
function UnavailableSignal(props: { readonly label: string; readonly description: string; readonly because: string }): ReactElement {
  return (
    <div className={`${classes.signal} ${classes.unavailable}`} role="group" aria-label={`${props.label}, unavailable`}>
      <div className={classes.line}>
        <span className={classes.swatch} />
        <span className={classes.label} title={props.description}>
          {props.label}
        </span>
      </div>
      <span className={classes.because}>{props.because}</span>
    </div>
  );
}
