import { discStamp, drawDots, pixelOf, type Dots, type Stamp } from '../logic/map-raster';
import type { Camera, Size } from '../logic/map-camera';
import { toScreen } from '../logic/map-camera';

interface Ring {
  readonly x: number;
  readonly y: number;
  /** Circles mark list A, squares list B: told apart without colour. */
  readonly shape: 'circle' | 'square';
  readonly color: string;
}

interface Picture {
  readonly dots: Dots;
  readonly rings: readonly Ring[];
  /** World place of the dot under the pointer. */
  readonly marked: readonly [number, number] | null;
  readonly ink: string;
  readonly background: string;
}

const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** A CSS colour, custom properties included, as the pixel that the browser makes of it. */
export function resolveColor(color: string, scope: HTMLElement): number {
  // With reduced motion every change is a transition of an instant, whose beginning would be read instead.
  scope.style.setProperty('transition', 'none');
  scope.style.setProperty('color', color);
  const resolved = getComputedStyle(scope).color;
  scope.style.removeProperty('color');
  scope.style.removeProperty('transition');
  if (!probe) return 0;
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = resolved;
  probe.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
  return pixelOf(red, green, blue);
}

export const cssColor = (pixel: number): string => `rgb(${pixel & 255} ${(pixel >>> 8) & 255} ${(pixel >>> 16) & 255})`;

/** Fewer dots are drawn larger. In CSS pixels. */
export const dotRadius = (count: number, camera: Camera, home: Camera): number =>
  Math.min(5, (count > 30_000 ? 0.9 : count > 5_000 ? 1.4 : 2.2) * Math.sqrt(Math.sqrt(Math.max(1, camera.scale / home.scale))));

/** Draws the whole map into a canvas; keeps its pixel buffer from frame to frame. */
export class DotPainter {
  #image: ImageData | undefined;
  #stamp: { radius: number; stamp: Stamp } | undefined;

  paint(canvas: HTMLCanvasElement, size: Size, ratio: number, camera: Camera, radius: number, picture: Picture, background: number): void {
    const context = canvas.getContext('2d', { alpha: false });
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    if (!context || width < 1 || height < 1) return;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height);
    const pixels = new Uint32Array(this.#image.data.buffer);
    const device = { x: camera.x, y: camera.y, scale: camera.scale * ratio };
    drawDots(pixels, { width, height }, device, picture.dots, this.#stampOf(radius * ratio), background);
    context.putImageData(this.#image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const ring of picture.rings) drawRing(context, toScreen(camera, [ring.x, ring.y], size), ring, radius + 3, picture.background);
    if (picture.marked) {
      const at = toScreen(camera, picture.marked, size);
      drawRing(context, at, { shape: 'circle', color: picture.ink }, radius + 2, picture.background);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  #stampOf(radius: number): Stamp {
    const rounded = Math.round(radius * 4) / 4;
    if (this.#stamp?.radius !== rounded) this.#stamp = { radius: rounded, stamp: discStamp(rounded) };
    return this.#stamp.stamp;
  }
}

/** A halo in the background's colour keeps a ring readable on dots of any colour. */
function drawRing(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  { shape, color }: Pick<Ring, 'shape' | 'color'>,
  radius: number,
  halo: string,
): void {
  context.beginPath();
  if (shape === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else context.rect(x - radius - 1, y - radius - 1, 2 * radius + 2, 2 * radius + 2);
  context.lineWidth = 4;
  context.strokeStyle = halo;
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.stroke();
}
