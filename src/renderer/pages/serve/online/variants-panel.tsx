import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { Variant } from '#shared/schemas/variant';
import { api } from '../../../api/client';
import { FailureNotice } from '../../../components/failed';
import { notifyFailure, notifyUndo } from '../../../components/notify';
import { Panel } from '../../../components/panel';
import { toFailure } from '../../../logic/failure';
import { formatWeight } from '../../../logic/format';
import { ActionTable } from '../action-table';
import { refreshVariants, useStoredVariants } from './use-online';
import classes from './online.module.css';

const isDefault = ({ name }: Variant): boolean => name === 'default';

const weights = (variant: Variant): string =>
  Object.entries(variant.weights)
    .filter(([, weight]) => weight !== 0)
    .map(([signal, weight]) => `${signal} ${formatWeight(weight)}`)
    .join(' · ') || 'no signal has a weight';

/** Variants that requests can name. They are stored from the Lab or by `PUT /variants/{name}`. */
export function VariantsPanel(): ReactElement {
  const { data: variants, error } = useStoredVariants();
  return (
    <Panel title="Stored variants" note="Variants that requests can name; store more from a variant’s menu in the Lab">
      {error && <FailureNotice failure={toFailure(error)} />}
      <ActionTable columns={['Name', 'Weights']}>
        {variants?.map((variant) => (
          <tr key={variant.name}>
            <th scope="row">{variant.name}</th>
            <td className={classes.wide} title={variant.notes || undefined}>
              {weights(variant)}
            </td>
            <td className={classes.number}>
              <Button
                variant="subtle"
                color="gray"
                aria-label={isDefault(variant) ? 'Reset the default variant' : `Remove the variant ${variant.name}`}
                title={isDefault(variant) ? 'Restore the built-in settings' : undefined}
                onClick={() => void remove(variant)}
              >
                {isDefault(variant) ? 'Reset' : 'Remove'}
              </Button>
            </td>
          </tr>
        ))}
      </ActionTable>
    </Panel>
  );
}

async function remove(variant: Variant): Promise<void> {
  try {
    await api().variant.remove({ name: variant.name });
    await refreshVariants();
    notifyUndo(isDefault(variant) ? 'The default variant is reset' : `Removed “${variant.name}”`, () => void restore(variant));
  } catch (error) {
    notifyFailure('The variant could not be removed', error);
  }
}

async function restore(variant: Variant): Promise<void> {
  try {
    await api().variant.save(variant);
    await refreshVariants();
  } catch (error) {
    notifyFailure('The variant could not be stored again', error);
  }
}
