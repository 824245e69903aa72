import { Popover } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import { formatMinute } from '../../../logic/format';
import { readable } from '../../../logic/json-schema-fields';
import { relevanceText } from '#shared/test-part-text';
import { useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import classes from './sidebar.module.css';
import { TestForm } from './test-form';

/** A parameter that is a moment, without its unit. */
const momentName = (name: string): string | null => (name === 'atMs' ? 'From' : null);

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
        {Object.entries(split.params).map(([name, value]) => (
          <div key={name} className={classes.pair}>
            {momentName(name) ?? readable(name)}{' '}
            <b>{momentName(name) && typeof value === 'number' ? formatMinute(value) : String(value)}</b>
          </div>
        ))}
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
