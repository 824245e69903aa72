import { Alert } from '@mantine/core';
import type { ReactElement } from 'react';
import { conventionDifferences } from '#shared/convention-differences';
import type { SavedExperiment } from '#shared/contract/experiment';

/** Warns if compared runs follow different conventions, which makes their numbers incomparable. */
export function ConventionNotice({ experiments }: { readonly experiments: readonly SavedExperiment[] }): ReactElement | null {
  const differences = conventionDifferences(experiments.map(({ result }) => result.conventions));
  if (differences.length === 0) return null;
  return (
    <Alert color="yellow" title="Different conventions" m={10} role="note">
      These runs do not answer one question; what differs by convention alone:
      <ul style={{ margin: '4px 0 0', paddingLeft: 18 }}>
        {differences.map(({ id, label, values }) => (
          <li key={id}>
            {label}: {experiments.map(({ name }, run) => `${name} ${values[run] || 'none'}`).join('; ')}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
