import { type ReactElement } from 'react';
import { useSignals } from '../../../api/use-signals';
import { shortDifference } from '../../../logic/variant-diff';
import { useLabDocument } from '../../../stores/lab-store';
import classes from './sidebar.module.css';

/** What tells a variant from the baseline, in a few words: `popularity .60`. */
export function TabDifference({ variantKey }: { readonly variantKey: string }): ReactElement | null {
  const { labelOf } = useSignals();
  const text = useLabDocument(({ variants: [baseline, ...others] }) => {
    const variant = others.find(({ key }) => key === variantKey)?.variant;
    return baseline && variant ? shortDifference(baseline.variant, variant, labelOf) : '';
  });
  return (
    <small className={classes.difference} title={text}>
      {text.split(' · ')[0]}
    </small>
  );
}
