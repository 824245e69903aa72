import { describe, expect, it } from 'vitest';
import { isShortcut, type KeyPress } from './shortcuts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('shortcuts', () => {
  it('takes Ctrl for the command key, and ⌘ on Apple machines', () => {
    expect(isShortcut(press('z', { ctrlKey: true }), 'mod+z', false)).toBe(true);
    expect(isShortcut(press('z', { ctrlKey: true }), 'mod+z', true)).toBe(false);
    expect(isShortcut(press('z', { metaKey: true }), 'mod+z', true)).toBe(true);
  });

  it('wants exactly the modifiers it names', () => {
    expect(isShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'mod+z', false)).toBe(false);
    expect(isShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'mod+shift+z', false)).toBe(true);
    expect(isShortcut(press('z'), 'mod+z', false)).toBe(false);
  });

  it('goes by the place of digit keys', () => {
    expect(isShortcut(press('¡', { code: 'Digit1', altKey: true }), 'alt+1', true)).toBe(true);
  });
});
