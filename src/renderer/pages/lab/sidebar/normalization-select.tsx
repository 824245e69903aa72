import type { ReactElement } from 'react';
import { normalizationSchema } from '#shared/schemas/variant';
import { patchVariant, type LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import classes from './sidebar.module.css';

const labels = { 'min-max': 'min–max', 'z-score': 'z-score', rank: 'rank', none: 'not normalised' } as const;

/** How signals are made comparable before they are weighted. */
export function NormalizationSelect({ entry: { key, variant } }: { readonly entry: LabVariant }): ReactElement {
  return (
    <select
      className={classes.select}
      aria-label="Normalisation of signals"
      title="How signals are made comparable before they are weighted"
      value={variant.normalization}
      onChange={(event) => {
        const normalization = normalizationSchema.parse(event.currentTarget.value);
        useLab.getState().change((document) => patchVariant(document, key, { normalization }));
      }}
    >
      {normalizationSchema.options.map((value) => (
        <option key={value} value={value}>
          {labels[value]}
        </option>
      ))}
    </select>
  );
}
