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

interface NoteDialogState {
  readonly opened: boolean;
  /** The last one, while the dialog closes. */
  readonly note: OpenNote | null;
  /** What is typed. */
  readonly text: string;
  /** Texts that were neither kept nor discarded, by the number that they are about. */
  readonly drafts: Readonly<Record<string, string>>;
}

export const useNoteDialog = create<NoteDialogState>()(() => ({ opened: false, note: null, text: '', drafts: {} }));

export const openNote = (note: OpenNote): void =>
  useNoteDialog.setState(({ drafts }) => ({ opened: true, note, text: drafts[note.where] ?? note.text }));

/** Closes the dialog. A text that is left, as by Escape, is there when the note on this number is opened again. */
export const closeNote = (then: 'discard' | 'leave'): void =>
  useNoteDialog.setState(({ note, text, drafts }) => {
    if (!note) return { opened: false };
    const { [note.where]: _before, ...others } = drafts;
    const isLeft = then === 'leave' && text.trim() !== note.text;
    return { opened: false, drafts: isLeft ? { ...others, [note.where]: text } : others };
  });
