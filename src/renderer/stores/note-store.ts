import { create } from 'zustand';

/** A note being written. */
export interface OpenNote {
  /** The number that it is about, in words. */
  readonly where: string;
  /** Empty for a new note. */
  readonly text: string;
  readonly save: (text: string) => Promise<void> | void;
  /** Absent for a new note. */
  readonly remove?: () => void;
}

export const useNoteDialog = create<{ readonly note: OpenNote | null }>()(() => ({ note: null }));

export const openNote = (note: OpenNote): void => useNoteDialog.setState({ note });
export const closeNote = (): void => useNoteDialog.setState({ note: null });
