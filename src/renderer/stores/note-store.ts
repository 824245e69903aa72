import { create } from 'zustand';

/** A note being written. */
export interface OpenNote {
  /** Of what keeps the note, then of the number: the words alone are the same in two runs of the same variants. */
  readonly key: string;
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
  /** Texts that were neither kept nor discarded, by the keys of their notes. */
  readonly drafts: Readonly<Record<string, string>>;
}

export const useNoteDialog = create<NoteDialogState>()(() => ({ opened: false, note: null, text: '', drafts: {} }));

export const openNote = (note: OpenNote): void =>
  useNoteDialog.setState(({ drafts }) => ({ opened: true, note, text: drafts[note.key] ?? note.text }));

/** Closes the dialog. A text that is left, as by Escape, is there when the note on this number is opened again. */
export const closeNote = (then: 'discard' | 'leave'): void =>
  useNoteDialog.setState(({ note, text, drafts }) => {
    if (!note) return { opened: false };
    const { [note.key]: _before, ...others } = drafts;
    const isLeft = then === 'leave' && text.trim() !== note.text;
    return { opened: false, drafts: isLeft ? { ...others, [note.key]: text } : others };
  });

/** Every Lab names its variants alike: what was typed for the one of another workspace is about other numbers. */
export const forgetLabDrafts = (): void =>
  useNoteDialog.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => !key.startsWith(labKey('')))),
  }));

/** The key of a note that the Lab keeps. */
export const labKey = (place: string): string => `lab ${place}`;
