import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { letterOf, setWeight } from '../../../logic/lab-document';
import { diffVariants, weightOf } from '../../../logic/variant-diff';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useSignals } from '../../../api/use-signals';
import classes from './sidebar.module.css';

/** The settings that differ from the baseline; a weight can be reset to the baseline's. */
export function DiffersFromBaseline({ variantKey }: { readonly variantKey: string }): ReactElement | null {
  const baseline = useLabDocument((document) => document.variants[0]);
  const variant = useVariantPart(variantKey, (whole) => whole);
  const { labelOf } = useSignals();
  if (!baseline || !variant || baseline.key === variantKey) return null;
  const differences = diffVariants(baseline.variant, variant, labelOf);
  const revert = (path: string): void => {
    const signal = path.slice('weights.'.length);
    useLab.getState().change((document) => setWeight(document, variantKey, signal, weightOf(baseline.variant, signal)));
  };
  return (
    <section aria-label={`Differs from ${letterOf(0)} in`}>
      <h2 className={classes.heading}>Differs from {letterOf(0)} in</h2>
      {differences.length === 0 && <p className={classes.quiet}>Nothing: the same settings</p>}
      <div className={classes.pairs}>
        {differences.map(({ path, label, before, after }) => (
          <div key={path} className={classes.pair}>
            {label}
            <b>
              {path.startsWith('weights.') && (
                <button
                  type="button"
                  className={`${classes.tool} ${classes.back}`}
                  aria-label={`Set ${label} back to ${before}`}
                  title={`Back to ${before}`}
                  onClick={() => revert(path)}
                >
                  <IconArrowBackUp size={13} aria-hidden />
                </button>
              )}
              {before} → {after}
            </b>
          </div>
        ))}
      </div>
    </section>
  );
}
