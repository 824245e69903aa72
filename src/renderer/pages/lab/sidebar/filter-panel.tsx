import { NumberInput, Stack, TagsInput } from '@mantine/core';
import { memo, useState, type ReactElement } from 'react';
import type { FilterSettings } from '#shared/schemas/variant';
import { useSignalInputs } from '../../../api/signals';
import { ConditionList } from '../../../components/condition-list';
import { patchVariant } from '../../../logic/lab-document';
import { useVariantPart } from '../../../stores/lab-selectors';
import { useLab } from '../../../stores/lab-store';
import classes from './sidebar.module.css';

/** List filters: categories, a limit per creator, conditions on columns of the catalogue. Collapsed while nothing is filtered. */
export const FilterPanel = memo(function FilterPanel({ variantKey }: { readonly variantKey: string }): ReactElement | null {
  const filters = useVariantPart(variantKey, (variant) => variant.filters);
  const [unfolded, setUnfolded] = useState(false);
  if (!filters) return null;
  const { includeCategories, excludeCategories, maxPerCreator, where = [] } = filters;
  const active = includeCategories.length + excludeCategories.length + where.length > 0 || maxPerCreator !== null;
  const patch = (some: Partial<FilterSettings>): void =>
    useLab.getState().change((document) => patchVariant(document, variantKey, { filters: { ...filters, ...some } }));
  return (
    <details open={active || unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary className={classes.heading} style={{ cursor: 'pointer' }}>
        Filters
      </summary>
      {(active || unfolded) && (
        <Stack gap={8}>
          <TagsInput
            label="Only categories"
            placeholder={includeCategories.length === 0 ? 'all' : ''}
            value={includeCategories}
            onChange={(value) => patch({ includeCategories: value })}
          />
          <TagsInput
            label="Without categories"
            placeholder={excludeCategories.length === 0 ? 'none' : ''}
            value={excludeCategories}
            onChange={(value) => patch({ excludeCategories: value })}
          />
          <NumberInput
            label="At most per creator"
            placeholder="no limit"
            min={1}
            value={maxPerCreator ?? ''}
            onChange={(value) => patch({ maxPerCreator: typeof value === 'number' && value >= 1 ? Math.round(value) : null })}
          />
          <ColumnFilters where={where} onChange={(next) => patch({ where: next.length === 0 ? undefined : next })} />
        </Stack>
      )}
    </details>
  );
});

interface ColumnFiltersProps {
  readonly where: readonly string[];
  readonly onChange: (where: string[]) => void;
}

/** Mounted while the panel is open, so that the columns are asked for only then. */
function ColumnFilters({ where, onChange }: ColumnFiltersProps): ReactElement {
  const { data } = useSignalInputs();
  return <ConditionList narrow label="Only videos with" columns={data?.['filterColumns'] ?? []} conditions={where} onChange={onChange} />;
}
