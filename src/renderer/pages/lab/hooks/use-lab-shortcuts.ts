import { useEffect } from 'react';
import { bridge } from '../../../api/client';
import { isShortcut, isTyping } from '../../../logic/shortcuts';
import { useLab } from '../../../stores/lab-store';

/** Undo and redo, from the keyboard and from the application's menu. Text fields keep their own. */
export function useLabShortcuts(): void {
  useEffect(() => {
    const { undo, redo } = useLab.getState();
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event.target)) return;
      const action = isShortcut(event, 'mod+z') ? undo : isShortcut(event, 'mod+shift+z') || isShortcut(event, 'mod+y') ? redo : undefined;
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', listen);
    const stopMenu = bridge?.onMenuCommand((command) => {
      if (command === 'undo') undo();
      if (command === 'redo') redo();
    });
    return () => {
      window.removeEventListener('keydown', listen);
      stopMenu?.();
    };
  }, []);
}
