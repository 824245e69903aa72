import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';
import { normalizationSchema } from '#shared/schemas/variant';
import { patchVariant, type LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';

const labels = { 'min-max': 'min–max', 'z-score': 'z-score', rank: 'rank', none: 'as they are' } as const;
const data = normalizationSchema.options.map((value) => ({ value, label: labels[value] }));

/** How signals are made comparable before they are weighted. */
export function NormalizationSelect({ entry: { key, variant } }: { readonly entry: LabVariant }): ReactElement {
  return (
    <NativeSelect
      aria-label="Normalisation of signals"
      title="How signals are made comparable before they are weighted"
      size="xs"
      variant="unstyled"
      data={data}
      value={variant.normalization}
      styles={{
        root: { marginLeft: 'auto' },
        input: { height: 20, minHeight: 20, fontSize: 12, paddingRight: 18, color: 'var(--mute)' },
        section: { width: 16 },
      }}
      onChange={(event) => {
        const normalization = normalizationSchema.parse(event.currentTarget.value);
        useLab.getState().change((document) => patchVariant(document, key, { normalization }));
      }}
    />
  );
}
