import { describe, expect, it } from 'vitest';
import { discStamp, drawDots, pixelOf } from './map-raster';

const white = pixelOf(255, 255, 255);
const red = pixelOf(255, 0, 0);
const blue = pixelOf(0, 0, 255);

describe('drawDots', () => {
  it('writes pixels in the layout of ImageData', () => {
    expect([...new Uint8Array(Uint32Array.of(pixelOf(1, 2, 3)).buffer)]).toEqual([1, 2, 3, 255]);
  });

  it('draws dots in order at their places and omits those outside', () => {
    const size = { width: 5, height: 3 };
    const pixels = new Uint32Array(15);
    const dots = {
      x: Float32Array.of(-1, 1, 1, 50),
      y: Float32Array.of(0, 0, 0, 0),
      shades: Uint8Array.of(0, 0, 1, 0),
      palette: Uint32Array.of(red, blue),
    };
    drawDots(
      pixels,
      size,
      { x: 0, y: 0, scale: 1 },
      dots,
      { dx: Int8Array.of(0), dy: Int8Array.of(0), cover: Uint16Array.of(256), reach: 0 },
      white,
    );
    expect([...pixels.subarray(5, 10)]).toEqual([white, red, white, blue, white]);
    expect([...pixels.subarray(0, 5), ...pixels.subarray(10)].every((pixel) => pixel === white)).toBe(true);
  });

  it('blends a dot that covers half of a pixel', () => {
    const pixels = new Uint32Array(1);
    const dots = { x: Float32Array.of(0), y: Float32Array.of(0), shades: Uint8Array.of(0), palette: Uint32Array.of(red) };
    const half = { dx: Int8Array.of(0), dy: Int8Array.of(0), cover: Uint16Array.of(128), reach: 0 };
    drawDots(pixels, { width: 1, height: 1 }, { x: 0, y: 0, scale: 1 }, dots, half, white);
    expect([...new Uint8Array(pixels.buffer)]).toEqual([255, 127, 127, 255]);
  });

  it('draws round dots with soft edges', () => {
    const { dx, dy, cover, reach } = discStamp(1.5);
    expect(reach).toBe(2);
    const share = (x: number, y: number): number => cover[dx.findIndex((value, cell) => value === x && dy[cell] === y)] ?? 0;
    expect([share(0, 0), share(1, 0), share(1, 1), share(2, 0), share(2, 2)]).toEqual([256, 256, 150, 0, 0]);
  });
});
