import { expect, it } from 'vitest';
import { segmentationName } from './segment-names';

it('names what divides users by words, and by the names of columns', () => {
  const ids = ['warmth', 'watched:published_at', 'logged:device type', 'column:a:b'];
  expect(ids.map(segmentationName)).toEqual(['Warmth', 'watched publication date', 'logged device type', 'a:b']);
});
