import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { comparisons, conditionText, parseCondition, splitList, type Comparison } from '#shared/conditions';
import classes from './condition-list.module.css';

interface Props {
  /** Before the column: “Only rows with”. */
  readonly label: string;
  readonly columns: readonly { readonly value: string; readonly label: string }[];
  readonly conditions: readonly string[];
  readonly onChange: (conditions: string[]) => void;
  /** The control stands in a narrow column. */
  readonly narrow?: boolean;
}

const withoutValue = (is: Comparison): boolean => is === 'has' || is === 'lacks';

/** Conditions on columns, all of which hold: the list of them, and the controls for a further one. */
export function ConditionList({ label, columns, conditions, onChange, narrow = false }: Props): ReactElement {
  return (
    <>
      {conditions.map((text, place) => (
        <div className={classes.line} key={text}>
          <span className={classes.condition}>
            {label} {text}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            aria-label={`Remove the condition on ${parseCondition(text)?.column ?? text}`}
            onClick={() => onChange(conditions.filter((_, other) => other !== place))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <NewCondition {...{ label, columns, narrow }} onAdd={(text) => onChange([...conditions.filter((other) => other !== text), text])} />
    </>
  );
}

interface NewProps extends Pick<Props, 'label' | 'columns'> {
  readonly narrow: boolean;
  readonly onAdd: (text: string) => void;
}

function NewCondition({ label, columns, narrow, onAdd }: NewProps): ReactElement {
  const [column, setColumn] = useState<string | null>(null);
  const [is, setIs] = useState<Comparison>('=');
  const [value, setValue] = useState('');
  const [orMissing, setOrMissing] = useState(false);
  const several = is === 'in' || is === 'not in';
  const complete = column !== null && (several ? splitList(value).length > 0 : !/[<>]/.test(is) || value.trim() !== '');
  const add = (): void => {
    if (column === null || !complete) return;
    const compared = withoutValue(is) ? '' : several ? splitList(value) : value.trim();
    onAdd(conditionText({ column, is, value: compared, ...(orMissing && !withoutValue(is) && { orMissing }) }));
    setValue('');
  };
  return (
    <div className={classes.line}>
      <Select
        label={label}
        placeholder="column"
        w={narrow ? '100%' : 180}
        searchable={columns.length > 12}
        allowDeselect={false}
        data={[...columns]}
        value={column}
        onChange={setColumn}
      />
      <Select
        aria-label="Comparison"
        w={90}
        allowDeselect={false}
        data={[...comparisons]}
        value={is}
        onChange={(sign) => setIs(comparisons.find((known) => known === sign) ?? '=')}
      />
      {!withoutValue(is) && (
        <TextInput
          aria-label="Value to compare with"
          placeholder={several ? 'de, en' : ''}
          w={narrow ? 120 : 130}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
        />
      )}
      {!withoutValue(is) && (
        <Checkbox label="or missing" checked={orMissing} onChange={(event) => setOrMissing(event.currentTarget.checked)} />
      )}
      <Button variant="default" disabled={!complete} onClick={add}>
        Add condition
      </Button>
    </div>
  );
}
