import { Popover } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import { formatMinute } from '../../../logic/format';
import { schemaFields, type SchemaField } from '../../../logic/json-schema-fields';
import { relevanceText } from '#shared/test-part-text';
import { useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import classes from './sidebar.module.css';
import { TestForm } from './test-form';

/** The test of all variants: split and relevance rule. */
export const TestPanel = memo(function TestPanel(): ReactElement {
  const [opened, setOpened] = useState(false);
  const split = useLabDocument((document) => document.split);
  const relevance = useLabDocument((document) => document.relevance);
  const { data } = useRegistries();
  const statements = useLive((live) => live.output?.statements.join('\n') ?? '');
  const entry = data?.splits.find(({ id }) => id === split.id);
  return (
    <section aria-label="Test">
      <h2 className={classes.heading}>
        Test of all variants
        <Popover opened={opened} onChange={setOpened} width={300} position="right-end" shadow="md" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={classes.tool} aria-label="Change the test" title="Change" onClick={() => setOpened(!opened)}>
              <IconPencil size={13} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <TestForm onDone={() => setOpened(false)} />
          </Popover.Dropdown>
        </Popover>
      </h2>
      <div className={classes.pairs}>
        <div className={classes.pair}>
          Split <b title={entry?.description}>{entry?.label ?? split.id}</b>
        </div>
        {entry && <SplitParameters schema={entry.params} params={split.params} />}
        <div className={classes.pair}>
          Relevant <b>{relevanceText(relevance)}</b>
        </div>
      </div>
      {statements !== '' && (
        <ul className={classes.statements}>
          {statements.split('\n').map((statement) => (
            <li key={statement}>{statement}</li>
          ))}
        </ul>
      )}
    </section>
  );
});

interface ParametersProps {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The parameters of a split that are set, and the numbers that it takes where they are not. */
const SplitParameters = ({ schema, params }: ParametersProps): ReactElement => (
  <>
    {schemaFields(schema).map((field) => {
      const text = parameterText(field, params);
      return text === null ? null : (
        <div key={field.name} className={classes.pair}>
          {field.label} <b>{text}</b>
        </div>
      );
    })}
  </>
);

/** Null for what is neither set nor a number above 0 by default. */
function parameterText(field: SchemaField, params: Readonly<Record<string, unknown>>): string | null {
  const value = params[field.name] ?? (typeof field.defaultValue === 'number' && field.defaultValue > 0 ? field.defaultValue : undefined);
  if (field.kind === 'moment') return typeof value === 'number' ? formatMinute(value) : null;
  if (value === undefined) {
    const { value: stands, unlessGiven = '' } = field.valueWhenEmpty ?? {};
    return stands !== undefined && params[unlessGiven] === undefined ? String(stands) : null;
  }
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
