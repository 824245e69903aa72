/** Draws dots directly into pixels: a hundred thousand take a few milliseconds, far less than with canvas calls. */
import type { Camera, Size } from './map-camera';

/** 0xAABBGGRR, as the bytes of ImageData read on little-endian machines (all that browsers run on). */
type Pixel = number;

export interface Dots {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Per dot a position in `palette`. */
  readonly shades: Uint8Array;
  readonly palette: Uint32Array;
}

export const pixelOf = (red: number, green: number, blue: number): Pixel => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** How much of each pixel around a dot's centre it covers: offset in x, in y, share in 1/256. */
export interface Stamp {
  readonly dx: Int8Array;
  readonly dy: Int8Array;
  readonly cover: Uint16Array;
  readonly reach: number;
}

/** A disc with soft edges; `radius` in device pixels. */
export function discStamp(radius: number): Stamp {
  const reach = Math.ceil(radius);
  const cells: [number, number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const cover = Math.round(256 * Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy))));
      if (cover > 0) cells.push([dx, dy, cover]);
    }
  }
  return {
    dx: Int8Array.from(cells, ([dx]) => dx),
    dy: Int8Array.from(cells, ([, dy]) => dy),
    cover: Uint16Array.from(cells, ([, , cover]) => cover),
    reach,
  };
}

/** Fills `pixels` (size in device pixels) with the background and stamps every visible dot, in order. `camera.scale` is in device pixels. */
export function drawDots(pixels: Uint32Array, { width, height }: Size, camera: Camera, dots: Dots, stamp: Stamp, background: Pixel): void {
  pixels.fill(background);
  const { x, y, shades, palette } = dots;
  const { dx, dy, cover, reach } = stamp;
  const left = width / 2 - camera.x * camera.scale;
  const top = height / 2 + camera.y * camera.scale;
  for (let dot = 0; dot < x.length; dot++) {
    const column = Math.floor(left + (x[dot] ?? 0) * camera.scale);
    const row = Math.floor(top - (y[dot] ?? 0) * camera.scale);
    if (column < reach || row < reach || column >= width - reach || row >= height - reach) continue;
    const color = palette[shades[dot] ?? 0] ?? 0;
    const centre = row * width + column;
    for (let cell = 0; cell < cover.length; cell++) {
      const at = centre + (dy[cell] ?? 0) * width + (dx[cell] ?? 0);
      const share = cover[cell] ?? 0;
      pixels[at] = share === 256 ? color : blend(pixels[at] ?? 0, color, share);
    }
  }
}

/** Red and blue together, then green, so that the channels do not overflow into each other. */
function blend(under: Pixel, over: Pixel, share: number): Pixel {
  const rest = 256 - share;
  const redBlue = (((under & 0xff00ff) * rest + (over & 0xff00ff) * share) >>> 8) & 0xff00ff;
  const green = (((under & 0xff00) * rest + (over & 0xff00) * share) >>> 8) & 0xff00;
  return (0xff000000 | redBlue | green) >>> 0;
}
