import type { Rectangle } from 'electron';
import type { Placement } from './settings';

const usual = { width: 1440, height: 920 };
const minSize = { width: 960, height: 600 };
/** Length of the window's top edge that must be on a screen, so that it can be dragged. */
const visibleCorner = { width: 120, height: 40 };

/**
 * The bounds of a new window: the previous ones if they still fit and enough is on a screen; otherwise the default size, limited to the screen, at
 * the system's position.
 */
export function placeWindow(
  saved: Placement | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (saved) {
    const screen = screens.find(
      (area) => overlap(area, { ...saved, height: visibleCorner.height }) >= visibleCorner.width * visibleCorner.height,
    );
    const fits = screen && saved.width >= minSize.width && saved.height >= minSize.height;
    if (fits) {
      const { x, y } = saved;
      return { x, y, width: Math.min(saved.width, screen.width), height: Math.min(saved.height, screen.height) };
    }
  }
  const [first] = screens;
  return { width: Math.min(usual.width, first?.width ?? usual.width), height: Math.min(usual.height, first?.height ?? usual.height) };
}

export const minWindowSize = minSize;

/** Shared area in square pixels. */
function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
