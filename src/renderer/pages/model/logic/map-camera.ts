/** The map's camera: the world point at the centre of the picture, and pixels per world unit. y grows upwards in the world. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const maxZoom = 2_000;

/** The camera that shows all points. A single point or coincident points get scale 1. */
export function fitCamera(x: Float32Array, y: Float32Array, { width, height }: Size): Camera {
  const [left, right] = rangeOf(x);
  const [bottom, top] = rangeOf(y);
  const scale = Math.min(Math.max(1, width - 2 * margin) / (right - left), Math.max(1, height - 2 * margin) / (top - bottom));
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale: Number.isFinite(scale) ? scale : 1 };
}

export function rangeOf(values: Float32Array): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}

/** Pans the picture by pixels. */
export const pan = (camera: Camera, rightPx: number, downPx: number): Camera => ({
  ...camera,
  x: camera.x - rightPx / camera.scale,
  y: camera.y + downPx / camera.scale,
});

/** Scales by `factor` while the world point under `at` (pixels from the top left) stays where it is; never beyond what `home` allows. */
export function zoom(camera: Camera, factor: number, at: readonly [number, number], size: Size, home: Camera): Camera {
  const scale = Math.min(home.scale * maxZoom, Math.max(home.scale / 4, camera.scale * factor));
  const [x, y] = toWorld(camera, at, size);
  return { scale, x: x - (at[0] - size.width / 2) / scale, y: y + (at[1] - size.height / 2) / scale };
}

export const toScreen = (
  { x, y, scale }: Camera,
  [worldX, worldY]: readonly [number, number],
  { width, height }: Size,
): [number, number] => [width / 2 + (worldX - x) * scale, height / 2 - (worldY - y) * scale];

export const toWorld = ({ x, y, scale }: Camera, [left, top]: readonly [number, number], { width, height }: Size): [number, number] => [
  x + (left - width / 2) / scale,
  y - (top - height / 2) / scale,
];

/** The point nearest to a place on the picture, at most `reachPx` away; −1 when there is none. Of two equally near points, the later one is on top.
 * */
export function nearestPoint(
  x: Float32Array,
  y: Float32Array,
  camera: Camera,
  at: readonly [number, number],
  size: Size,
  reachPx: number,
): number {
  const [worldX, worldY] = toWorld(camera, at, size);
  let nearest = -1;
  let closest = (reachPx / camera.scale) ** 2;
  for (let point = 0; point < x.length; point++) {
    const distance = ((x[point] ?? 0) - worldX) ** 2 + ((y[point] ?? 0) - worldY) ** 2;
    if (distance > closest) continue;
    closest = distance;
    nearest = point;
  }
  return nearest;
}
