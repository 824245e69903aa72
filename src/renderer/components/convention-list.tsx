import type { ReactElement } from 'react';
import { describeConventions } from '#shared/convention-differences';
import type { Conventions } from '#shared/schemas/conventions';
import { Facts } from './facts';

/** Every convention under which a result stands, folded. */
export const ConventionList = ({ conventions }: { readonly conventions: Conventions }): ReactElement => (
  <details>
    <summary>Conventions</summary>
    <Facts
      facts={describeConventions(conventions)
        .filter(([, , value]) => value !== '')
        .map(([, label, value]) => [label, value])}
    />
  </details>
);
