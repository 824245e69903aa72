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
  it('uses Ctrl as the command key, and ⌘ on Apple machines', () => {
    expect(isShortcut(press('z', { ctrlKey: true }), 'mod+z', false)).toBe(true);
    expect(isShortcut(press('z', { ctrlKey: true }), 'mod+z', true)).toBe(false);
    expect(isShortcut(press('z', { metaKey: true }), 'mod+z', true)).toBe(true);
  });

  it('requires exactly the modifiers of the shortcut', () => {
    expect(isShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'mod+z', false)).toBe(false);
    expect(isShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'mod+shift+z', false)).toBe(true);
    expect(isShortcut(press('z'), 'mod+z', false)).toBe(false);
  });

  it('matches digit keys by their physical position', () => {
    expect(isShortcut(press('¡', { code: 'Digit1', altKey: true }), 'alt+1', true)).toBe(true);
  });
});
