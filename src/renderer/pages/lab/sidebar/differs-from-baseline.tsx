import { ActionIcon } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { letterOf, setWeight, type LabVariant } from '../../../logic/lab-document';
import { diffVariants, weightOf } from '../../../logic/variant-diff';
import { useLab, useLabDocument } from '../../../stores/lab-store';
import { useSignals } from '../hooks/use-signals';
import classes from './sidebar.module.css';

/** The settings in which this variant is not the baseline; a weight can be taken back to the baseline's. */
export function DiffersFromBaseline({ entry }: { readonly entry: LabVariant }): ReactElement | null {
  const baseline = useLabDocument((document) => document.variants[0]);
  const { labelOf } = useSignals();
  if (!baseline || baseline.key === entry.key) return null;
  const differences = diffVariants(baseline.variant, entry.variant, labelOf);
  const takeBack = (path: string): void => {
    const signal = path.slice('weights.'.length);
    useLab.getState().change((document) => setWeight(document, entry.key, signal, weightOf(baseline.variant, signal)));
  };
  return (
    <section aria-label={`Differs from ${letterOf(0)} in`}>
      <h3 className={classes.heading}>Differs from {letterOf(0)} in</h3>
      {differences.length === 0 && <p className={classes.quiet}>Nothing: the same settings</p>}
      <div className={classes.pairs}>
        {differences.map(({ path, label, before, after }) => (
          <div key={path} className={classes.pair}>
            {label}
            <b>
              {before} → {after}
              {path.startsWith('weights.') && (
                <ActionIcon
                  variant="subtle"
                  size={18}
                  color="gray"
                  ml={4}
                  aria-label={`Set ${label} back to ${before}`}
                  title={`Back to ${before}`}
                  onClick={() => takeBack(path)}
                >
                  <IconArrowBackUp size={13} />
                </ActionIcon>
              )}
            </b>
          </div>
        ))}
      </div>
    </section>
  );
}
