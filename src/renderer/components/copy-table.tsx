import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef, type ReactElement } from 'react';
import { toCsv, toLatex, toMarkdown, type TextTable } from '../logic/table-text';
import { copyText } from '../api/copy-text';
import { notifyDone, notifyFailure } from './notify';

interface Props {
  readonly table: () => TextTable;
  /** The table as a paper prints it, for Markdown and LaTeX; the same table by default. */
  readonly paper?: () => TextTable;
  readonly what?: string;
}

const formats = [
  { name: 'CSV', write: toCsv, printed: false },
  { name: 'Markdown', write: toMarkdown, printed: true },
  { name: 'LaTeX', write: toLatex, printed: true },
] as const;

/** Copies a table to the clipboard as CSV, Markdown or LaTeX. */
export function CopyTable({ table, paper = table, what = 'table' }: Props): ReactElement {
  const newest = useRef({ table, paper });
  useEffect(() => {
    newest.current = { table, paper };
  }, [table, paper]);
  const read = useCallback((printed: boolean) => (printed ? newest.current.paper() : newest.current.table()), []);
  return <CopyMenu table={read} what={what} />;
}

/** A separate component, so it does not re-render with the table. */
const CopyMenu = memo(function CopyMenu({
  table,
  what,
}: {
  readonly table: (printed: boolean) => TextTable;
  readonly what: string;
}): ReactElement {
  const copy = ({ name, write, printed }: (typeof formats)[number]): void => {
    copyText(write(table(printed))).then(
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
        {formats.map((format) => (
          <Menu.Item key={format.name} onClick={() => copy(format)}>
            Copy as {format.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
});
