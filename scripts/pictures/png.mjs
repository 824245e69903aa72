import { PNG } from 'pngjs';

/** @returns {{ width: number, height: number, rgb: Uint8Array }} three bytes per pixel, row by row */
export function decodePng(file) {
  const { width, height, data } = PNG.sync.read(file);
  return { width, height, rgb: new Uint8Array(width * height * 3).map((_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]) };
}

/** Six levels per channel. */
const levels = 6;
const rounded = (value) => Math.round((Math.round((value / 255) * (levels - 1)) * 255) / (levels - 1));

/** Every channel is rounded to six levels: a third of the size, and the same file from the same picture. */
export function encodePng({ width, height, rgb }) {
  const png = new PNG({ width, height });
  for (let p = 0; p < width * height; p++) {
    for (let c = 0; c < 3; c++) png.data[p * 4 + c] = rounded(rgb[p * 3 + c]);
    png.data[p * 4 + 3] = 255;
  }
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9, filterType: 0 });
}
