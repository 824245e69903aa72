import { memo, type ReactElement } from 'react';
import { effects, type Effect } from '#shared/forest-scale';
import { effectNames, effectNotes } from '../../../logic/forest-text';
import { useLabView } from '../../../stores/lab-view-store';
import classes from './verdict.module.css';

const isEffect = (value: string): value is Effect => effects.some((effect) => effect === value);

/** The unit of the differences and of their axis. */
export const EffectSelect = memo(function EffectSelect(): ReactElement {
  const effect = useLabView((view) => view.effect);
  return (
    <select
      className={classes.segment}
      aria-label="Unit of the differences"
      title={effectNotes[effect]}
      value={effect}
      onChange={({ currentTarget: { value } }) => isEffect(value) && useLabView.getState().show({ effect: value })}
    >
      {effects.map((one) => (
        <option key={one} value={one}>
          {effectNames[one]}
        </option>
      ))}
    </select>
  );
});
