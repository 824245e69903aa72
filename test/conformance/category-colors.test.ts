/** The colours of the largest categories are told apart with every common colour vision, in both themes, from each other and from the grey of the rest. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Triple = readonly [number, number, number];

/** Linear RGB as seen with complete dichromacy: Machado, Oliveira and Fernandes (2009), severity 1. */
const visions: Readonly<Record<string, readonly Triple[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple => {
  const [a, b, c] = matrix.map(([p, q, r]) => p * x + q * y + r * z);
  return [a ?? 0, b ?? 0, c ?? 0];
};
const each = (triple: Triple, change: (value: number) => number): Triple => [change(triple[0]), change(triple[1]), change(triple[2])];

const linear = (hex: string): Triple => {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return each([channel(1), channel(3), channel(5)], (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
};

/** Björn Ottosson's OKLab, in which equal distances look about equally far. */
const oklab = (rgb: Triple): Triple =>
  times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    each(
      times(
        [
          [0.4122214708, 0.5363325363, 0.0514459929],
          [0.2119034982, 0.6806995451, 0.1073969566],
          [0.0883024619, 0.2817188376, 0.6299787005],
        ],
        rgb,
      ),
      Math.cbrt,
    ),
  );

const themes = (() => {
  const [light = '', dark = ''] = readFileSync('src/renderer/styles/tokens.css', 'utf8').split("[data-mantine-color-scheme='dark']");
  const colours = (css: string): string[] => [...css.matchAll(/--c(?:\d|-rest): (#[0-9a-f]{6});/g)].map(([, hex = '']) => hex);
  return { light: colours(light), dark: colours(dark) };
})();

describe.each(Object.entries(themes))('%s', (_theme, colours) => {
  it.each(Object.keys(visions))('%s', (vision) => {
    expect(colours).toHaveLength(9);
    const seen = colours.map((hex) => oklab(each(times(visions[vision] ?? [], linear(hex)), (value) => Math.max(0, Math.min(1, value)))));
    for (const [i, a] of seen.entries())
      for (const b of seen.slice(i + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.1);
  });
});
