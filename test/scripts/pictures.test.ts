/** The comparison of pictures on an approved one: what it lets pass, and what it finds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { halved, mostUnmatched, unlike, type Picture } from '../../scripts/pictures/compare.mjs';
import { decodePng, encodePng } from '../../scripts/pictures/png.mjs';

const folder = join(import.meta.dirname, '../e2e/approved');
const lab = decodePng(readFileSync(join(folder, 'lab-light-1440.png')));

/** A copy in which each pixel is taken from elsewhere, or is of one colour. */
function changed(from: Picture, pixelAt: (x: number, y: number) => readonly [x: number, y: number] | null): Picture {
  const { width, height } = from;
  const rgb = new Uint8Array(from.rgb);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const source = pixelAt(x, y);
      const at = (y * width + x) * 3;
      rgb.set(source ? from.rgb.subarray((source[1] * width + source[0]) * 3).subarray(0, 3) : [255, 255, 255], at);
    }
  }
  return { width, height, rgb };
}

it('lets the whole page move by four pixels, two of the halved picture', () => {
  const moved = changed(lab, (x, y) => [Math.max(0, x - 2), Math.max(0, y - 2)]);
  expect(unlike(lab, lab).share).toBe(0);
  expect(unlike(lab, moved).share).toBeLessThan(mostUnmatched / 3);
});

it('finds a missing list, missing rows of the metrics, and a page that is blank', () => {
  const { width, height } = lab;
  const without = (left: number, top: number, right: number, bottom: number) =>
    changed(lab, (x, y) => (x >= width * left && x < width * right && y >= height * top && y < height * bottom ? null : [x, y]));
  expect(unlike(lab, without(0.62, 0.5, 1, 0.95)).share).toBeGreaterThan(mostUnmatched * 2);
  // ndcg@10 of all, of warm and of cold users.
  expect(unlike(lab, without(0.27, 0.162, 1, 0.245)).share).toBeGreaterThan(mostUnmatched);
  expect(unlike(lab, without(0, 0, 1, 1)).share).toBeGreaterThan(mostUnmatched * 10);
});

it('counts another size as another picture', () => {
  expect(unlike(lab, halved(lab)).share).toBe(1);
});

it('writes pictures that read back as they are, rounded to six levels', () => {
  const gradient: Picture = { width: 64, height: 32, rgb: Uint8Array.from({ length: 64 * 32 * 3 }, (_, i) => i % 256) };
  const again = decodePng(encodePng(gradient));
  expect([...new Set(again.rgb)].sort((x, y) => x - y)).toEqual([0, 51, 102, 153, 204, 255]);
  expect(again.rgb.every((value, i) => Math.abs(value - gradient.rgb[i]) <= 26)).toBe(true);
  expect(decodePng(encodePng(again))).toEqual(again);
  expect(Buffer.compare(decodePng(encodePng(lab)).rgb, lab.rgb)).toBe(0);
});

it('keeps the approved pictures small', () => {
  const bytes = readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(2_000_000);
});
