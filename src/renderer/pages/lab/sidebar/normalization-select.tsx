import type { ReactElement } from 'react';
import { normalizationSchema } from '#shared/schemas/variant';
import { patchVariant } from '../../../logic/lab-document';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import classes from './sidebar.module.css';

const labels = { 'min-max': 'min–max', 'z-score': 'z-score', rank: 'rank', none: 'not normalised' } as const;

/** How signals are made comparable before they are weighted. */
export function NormalizationSelect({ variantKey }: { readonly variantKey: string }): ReactElement {
  const value = useVariantPart(variantKey, (variant) => variant.normalization) ?? 'min-max';
  return (
    <select
      className={classes.select}
      aria-label="Normalisation of signals"
      title="How signals are made comparable before they are weighted"
      value={value}
      onChange={(event) => {
        const normalization = normalizationSchema.parse(event.currentTarget.value);
        useLab.getState().change((document) => patchVariant(document, variantKey, { normalization }));
      }}
    >
      {normalizationSchema.options.map((option) => (
        <option key={option} value={option}>
          {labels[option]}
        </option>
      ))}
    </select>
  );
}
