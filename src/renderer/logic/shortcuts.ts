const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The name of the command key on this machine. */
export const commandKey = isApple ? '⌘' : 'Ctrl';

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `mod+z`, `mod+shift+z`, `alt+3` …: whether a key press is that combination. Digits are matched by physical key. */
export function isShortcut(event: KeyPress, shortcut: string, apple: boolean = isApple): boolean {
  const parts = shortcut.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  const command = apple ? event.metaKey : event.ctrlKey;
  const other = apple ? event.ctrlKey : event.metaKey;
  const wants = (part: string): boolean => parts.slice(0, -1).includes(part);
  const same = /^\d$/.test(key) ? event.code === `Digit${key}` : event.key.toLowerCase() === key;
  return same && command === wants('mod') && !other && event.altKey === wants('alt') && event.shiftKey === wants('shift');
}

/** Whether a key press belongs to a text field, which then handles letters and undo. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button', 'submit'].includes(target.type);
}
