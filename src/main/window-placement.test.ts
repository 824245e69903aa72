import { expect, test } from 'vitest';
import { placeWindow } from './window-placement';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const saved = { x: 100, y: 50, width: 1200, height: 800, maximized: false };

test('a window returns to its saved place', () => {
  expect(placeWindow(saved, [screen])).toEqual({ x: 100, y: 50, width: 1200, height: 800 });
  expect(placeWindow({ ...saved, x: 2000 }, [screen, second])).toEqual({ x: 2000, y: 50, width: 1200, height: 800 });
});

test.each([
  ['its screen is gone', { ...saved, x: 2000 }],
  ['its title bar lies above the screen', { ...saved, y: -60 }],
  ['only a sliver shows at the right', { ...saved, x: 1900 }],
  ['only a sliver shows at the left', { ...saved, x: -1150 }],
  ['it was saved too small to use', { ...saved, width: 40 }],
])('a window has its default size if %s', (_why, placement) => {
  expect(placeWindow(placement, [screen])).toEqual({ width: 1440, height: 920 });
});

test('a window is never larger than its screen', () => {
  expect(placeWindow({ ...saved, width: 4000, height: 3000 }, [screen])).toEqual({ x: 100, y: 50, width: 1920, height: 1040 });
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 700 }])).toEqual({ width: 1280, height: 700 });
});
