import { describe, expect, it } from 'vitest';
import { fitCamera, nearestPoint, pan, rangeOf, toScreen, toWorld, zoom } from './map-camera';

const size = { width: 448, height: 248 };
const x = Float32Array.of(-1, 3, 1);
const y = Float32Array.of(0, 0, 1);
const home = fitCamera(x, y, size);

describe('camera of the map', () => {
  it('fits all points with a margin of 24 pixels', () => {
    // 400 px for 4 units, 200 px for 1 unit: the width decides.
    expect(home).toEqual({ x: 1, y: 0.5, scale: 100 });
    expect(toScreen(home, [-1, 0], size)).toEqual([24, 174]);
    expect(toScreen(home, [3, 1], size)).toEqual([424, 74]);
  });

  it('fits a single point, and none', () => {
    expect(fitCamera(Float32Array.of(5), Float32Array.of(6), size)).toEqual({ x: 5, y: 6, scale: 1 });
    expect(fitCamera(new Float32Array(0), new Float32Array(0), size)).toEqual({ x: 0, y: 0, scale: 1 });
    expect(rangeOf(Float32Array.of(2, -3, 1))).toEqual([-3, 2]);
  });

  it('keeps the point under the pointer while panning', () => {
    const under = toWorld(home, [100, 60], size);
    const [left, top] = toScreen(pan(home, 30, -20), under, size);
    expect(left).toBeCloseTo(130, 9);
    expect(top).toBeCloseTo(40, 9);
  });

  it('zooms around the pointer, within limits', () => {
    const under = toWorld(home, [100, 60], size);
    const closer = zoom(home, 2.5, [100, 60], size, home);
    expect(closer.scale).toBe(250);
    const [left, top] = toScreen(closer, under, size);
    expect(left).toBeCloseTo(100, 9);
    expect(top).toBeCloseTo(60, 9);
    expect(zoom(home, 1e9, [0, 0], size, home).scale).toBe(200_000);
    expect(zoom(home, 1e-9, [0, 0], size, home).scale).toBe(25);
  });

  it('finds the nearest point within reach, the topmost of two', () => {
    expect(nearestPoint(x, y, home, [428, 174], size, 6)).toBe(1);
    expect(nearestPoint(x, y, home, [431, 174], size, 6)).toBe(-1);
    expect(nearestPoint(Float32Array.of(0, 0), Float32Array.of(0, 0), home, toScreen(home, [0, 0], size), size, 1)).toBe(1);
  });
});
