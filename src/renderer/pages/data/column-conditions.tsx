import { useState, type ReactElement } from 'react';
import type { DatasetColumns } from '#shared/schemas/dataset';
import { useDatasetColumns } from '../../api/queries';
import { ConditionList } from '../../components/condition-list';
import classes from './form-columns.module.css';

interface Props {
  readonly owner: keyof DatasetColumns;
  /** Before the column: “Only videos with”. */
  readonly label: string;
  readonly conditions: readonly string[];
  readonly onChange: (conditions: string[]) => void;
}

/** Conditions on the columns of users, videos or interactions; collapsed while there are none. */
export function ColumnConditions({ owner, label, conditions, onChange }: Props): ReactElement {
  const [unfolded, setUnfolded] = useState(false);
  const open = unfolded || conditions.length > 0;
  return (
    <details className={classes.conditions} open={open} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary>
        Filter {owner} by columns{conditions.length > 0 && ` (${conditions.length})`}
      </summary>
      {open && <Conditions {...{ owner, label, conditions, onChange }} />}
    </details>
  );
}

/** Mounted while the list is open, so that the columns are asked for only then. */
function Conditions({ owner, label, conditions, onChange }: Props): ReactElement {
  const { data } = useDatasetColumns();
  const columns = (data?.[owner] ?? []).map(({ name, type }) => ({
    value: name,
    label: `${name} (${type === 'boolean' ? 'yes/no' : type})`,
  }));
  return <ConditionList {...{ label, columns, conditions, onChange }} />;
}
