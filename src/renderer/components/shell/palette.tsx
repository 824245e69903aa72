import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { pages } from '../../pages/registry';
import { farCommands, runCommand, useCommandList } from '../../stores/commands-store';
import { useNavigation } from '../../stores/navigation-store';

const schemes: readonly (readonly [MantineColorScheme, string])[] = [
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
  ['auto', 'Theme of the system'],
];

/** Ctrl or ⌘ K: every page and every command of the page that is shown. */
export function Palette(): ReactElement {
  const commands = useCommandList((state) => state.commands);
  const go = useNavigation((navigation) => navigation.go);
  const { setColorScheme } = useMantineColorScheme();
  const actions = useMemo((): SpotlightActionGroupData[] => {
    const groups = new Map<string, SpotlightActionGroupData['actions']>();
    const add = (group: string, action: SpotlightActionGroupData['actions'][number]): void =>
      void groups.set(group, [...(groups.get(group) ?? []), action]);
    for (const { id, label, group, hint, run } of commands)
      add(group, { id, label, onClick: run, ...(hint !== undefined && { description: hint }) });
    for (const { id, label, group, page } of farCommands)
      if (!commands.some((command) => command.id === id)) add(group, { id, label, onClick: () => runCommand(id, page) });
    for (const { id, label, icon: Icon } of pages)
      add('Go to', { id: `page-${id}`, label, onClick: () => go(id), leftSection: <Icon size={18} stroke={1.6} aria-hidden /> });
    for (const [scheme, label] of schemes) add('Look', { id: `theme-${scheme}`, label, onClick: () => setColorScheme(scheme) });
    return [...groups].map(([group, items]) => ({ group, actions: items }));
  }, [commands, go, setColorScheme]);
  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K']}
      // Also from inside a field or a slider.
      tagsToIgnore={[]}
      triggerOnContentEditable
      nothingFound="Nothing of that name"
      highlightQuery
      attributes={{ content: { 'aria-label': 'Commands' } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      scrollable
      maxHeight={420}
      limit={40}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: 'Go to a page, do something…',
        'aria-label': 'Search commands',
      }}
    />
  );
}
