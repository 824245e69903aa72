import { useEffect } from 'react';
import { create } from 'zustand';

/** Something the palette can do. */
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

/** Offers commands in the palette for as long as the calling component is shown. `commands` must be stable (useMemo). */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommandList.setState((state) => ({ commands: [...state.commands, ...commands] }));
    return () => useCommandList.setState((state) => ({ commands: state.commands.filter((command) => !commands.includes(command)) }));
  }, [commands]);
}
