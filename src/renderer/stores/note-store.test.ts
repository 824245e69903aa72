import { expect, it } from 'vitest';
import { closeNote, forgetLabDrafts, labKey, openNote, useNoteDialog } from './note-store';

const note = (key: string, text = '') => ({ key, where: 'ndcg@10, B − A', text, save: () => undefined });
const opened = (key: string): string => {
  openNote(note(key));
  const { text } = useNoteDialog.getState();
  closeNote('discard');
  return text;
};
const leave = (key: string, text: string): void => {
  openNote(note(key));
  useNoteDialog.setState({ text });
  closeNote('leave');
};

it('keeps a text that is left for its own number, not for one of the same name in another run', () => {
  leave('run-1 n', 'half a thought');
  expect([opened('run-2 n'), opened(labKey('n')), opened('run-1 n')]).toEqual(['', '', 'half a thought']);
  expect(opened('run-1 n')).toBe('');
});

it('forgets the texts for the Lab of another workspace, and no others', () => {
  leave('run-1 n', 'of the run');
  leave(labKey('n'), 'of the Lab');
  forgetLabDrafts();
  expect([opened(labKey('n')), opened('run-1 n')]).toEqual(['', 'of the run']);
});
