import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef, type ReactElement } from 'react';
import { toCsv, toLatex, toMarkdown, type TextTable } from '../logic/table-text';
import { copyText } from '../api/copy-text';
import { notifyDone, notifyFailure } from './notify';

interface Props {
  readonly table: () => TextTable;
  readonly what?: string;
}

const formats = [
  ['CSV', toCsv],
  ['Markdown', toMarkdown],
  ['LaTeX', toLatex],
] as const;

/** Copies a table to the clipboard as CSV, Markdown or LaTeX. */
export function CopyTable({ table, what = 'table' }: Props): ReactElement {
  const newest = useRef(table);
  useEffect(() => {
    newest.current = table;
  }, [table]);
  const read = useCallback(() => newest.current(), []);
  return <CopyMenu table={read} what={what} />;
}

/** A separate component, so it does not re-render with the table. */
const CopyMenu = memo(function CopyMenu({ table, what }: Required<Props>): ReactElement {
  const copy = (name: string, write: (table: TextTable) => string): void => {
    copyText(write(table())).then(
      () => notifyDone(`Copied as ${name}`),
      (error: unknown) => notifyFailure('The clipboard is not available', error),
    );
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={`Copy the ${what}`} title="Copy as CSV, Markdown or LaTeX">
          <IconCopy size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(([name, write]) => (
          <Menu.Item key={name} onClick={() => copy(name, write)}>
            Copy as {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
});
