import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightFilterFunction } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type ReactElement } from 'react';
import { useRecentWorkspaces } from '../../api/queries';
import { paletteEntries, searchPalette } from '../../logic/palette';
import { globalPageCommands, runCommand, useCommandList, type Command } from '../../stores/commands-store';
import { useNavigation } from '../../stores/navigation-store';
import { pageControls } from './page-controls';
import { pageEntries } from './page-entries';
import type { PageEntry, ShellProps } from './page-entry';

const schemes: readonly (readonly [MantineColorScheme, string])[] = [
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
  ['auto', 'System theme'],
];

/** Ctrl or ⌘ K: every page and tab, every command, and every control on the visible page. */
export function Palette({ pages, openPath }: ShellProps): ReactElement {
  const commands = useCommandList((state) => state.commands);
  const go = useNavigation((navigation) => navigation.go);
  const { setColorScheme } = useMantineColorScheme();
  const { data: recent } = useRecentWorkspaces();
  const [controls, setControls] = useState<readonly Command[]>([]);
  const entries = useMemo((): Command[] => {
    const known = new Set(commands.map(({ id }) => id));
    return paletteEntries([
      ...commands,
      ...globalPageCommands
        .filter(({ id }) => !known.has(id))
        .map(({ page, ...command }) => ({ ...command, run: () => runCommand(command.id, page) })),
      ...pageEntries(pages, go),
      ...(recent ?? [])
        .filter(({ missing }) => !missing)
        .map(({ path, name }) => ({
          id: `recent-${path}`,
          label: `Open “${name}”`,
          hint: path,
          group: 'Workspace',
          run: () => void openPath(path),
        })),
      ...schemes.map(([scheme, label]) => ({ id: `theme-${scheme}`, label, group: 'Look', run: () => setColorScheme(scheme) })),
      ...controls,
    ]);
  }, [pages, openPath, commands, recent, controls, go, setColorScheme]);
  const toAction = useMemo(() => actionsFor(pages), [pages]);
  const actions = useMemo(() => entries.map(toAction), [entries, toAction]);
  const filter: SpotlightFilterFunction = (query) => {
    if (query.trim() !== '') return searchPalette(query, entries).map(toAction);
    return [...new Set(entries.map(({ group }) => group))].map((group) => ({
      group,
      actions: entries.filter((entry) => entry.group === group).map(toAction),
    }));
  };
  return (
    <Spotlight
      actions={actions}
      filter={filter}
      onSpotlightOpen={() => setControls(pageControls())}
      shortcut={['mod + K']}
      // Also while a field or a slider has the focus.
      tagsToIgnore={[]}
      triggerOnContentEditable
      nothingFound="No match"
      highlightQuery
      attributes={{ content: { 'aria-label': 'Commands' } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      scrollable
      maxHeight={420}
      limit={80}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Go to a page, do something…',
        'aria-label': 'Search commands',
      }}
    />
  );
}

const actionsFor =
  (pages: readonly PageEntry[]) =>
  ({ id, label, hint, run }: Command): SpotlightActionData => {
    const page = pages.find((entry) => `page-${entry.id}` === id);
    return {
      id,
      label,
      onClick: run,
      ...(hint !== undefined && { description: hint }),
      ...(page && { leftSection: <page.icon size={18} stroke={1.6} aria-hidden /> }),
    };
  };
