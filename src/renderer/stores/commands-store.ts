import { useEffect } from 'react';
import { create } from 'zustand';
import { useNavigation } from './navigation-store';

/** A command of the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly hint?: string;
  readonly run: () => void;
}

interface CommandsState {
  readonly commands: readonly Command[];
}

export const useCommandList = create<CommandsState>()(() => ({ commands: [] }));

/** Registers palette commands while the calling component is mounted. `commands` must be stable (useMemo). */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommandList.setState((state) => ({ commands: [...state.commands, ...commands] }));
    return () => useCommandList.setState((state) => ({ commands: state.commands.filter((command) => !commands.includes(command)) }));
  }, [commands]);
}

/** Runs a command that belongs to a page: now, or as soon as that page is shown. */
export function runCommand(id: string, page: string): void {
  const find = (): (() => void) | undefined => useCommandList.getState().commands.find((command) => command.id === id)?.run;
  const run = find();
  if (run) return run();
  const stop = useCommandList.subscribe(() => {
    const late = find();
    if (!late) return;
    stop();
    late();
  });
  useNavigation.getState().go(page);
}

/** Page commands that are available everywhere; the page implements them. */
export const globalPageCommands: readonly (Pick<Command, 'id' | 'label' | 'group'> & { readonly page: string })[] = [
  { id: 'sample', label: 'Try the sample', group: 'Workspace', page: 'home' },
  { id: 'create', label: 'Create a workspace', group: 'Workspace', page: 'home' },
  { id: 'open', label: 'Open a workspace', group: 'Workspace', page: 'home' },
  { id: 'import', label: 'Import data into a new workspace', group: 'Workspace', page: 'home' },
  { id: 'save-experiment', label: 'Save experiment', group: 'Files', page: 'lab' },
  { id: 'export', label: 'Export', group: 'Files', page: 'lab' },
];
