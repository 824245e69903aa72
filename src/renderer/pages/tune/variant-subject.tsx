import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { letterOf, type LabVariant } from '../../logic/lab-document';
import { useLabDocument } from '../../stores/lab-store';

/** The Lab's variant to start from; the second one by default, since the first is the baseline. */
export function useSubject(key: string | null): LabVariant | undefined {
  const variants = useLabDocument((document) => document.variants);
  return variants.find((entry) => entry.key === key) ?? variants[1] ?? variants[0];
}

export function VariantSubject({
  subject,
  onChange,
}: {
  readonly subject: LabVariant | undefined;
  readonly onChange: (key: string | null) => void;
}): ReactElement {
  const variants = useLabDocument((document) => document.variants);
  return (
    <Select
      label="Start from"
      description="a variant of the Lab; its test settings are used"
      data={variants.map(({ key, variant }, i) => ({ value: key, label: `${letterOf(i)} · ${variant.name}` }))}
      value={subject?.key ?? null}
      onChange={onChange}
      allowDeselect={false}
    />
  );
}
