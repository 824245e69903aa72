/**
 * How alike two pictures of a page are, so that a panel which is missing is found and text which has moved by four pixels is not. Both are halved; a
 * pixel is matched if one of about its colour is near it in the other picture, whatever lies between.
 */

/** Of the halved picture: four pixels on the page. */
const reach = 2;
/** Per channel, of 255: rounding to six levels and smoothing of text are within it, text on its ground is not. */
const sameColour = 64;
/** Share of unmatched pixels that is still the same picture: up to two lines of a table, for times and versions that change. A list is more. */
export const mostUnmatched = 0.003;

/** Means of two by two pixels. */
export function halved({ width, height, rgb }) {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < 3; c++) {
        const at = (2 * y * width + 2 * x) * 3 + c;
        half[(y * w + x) * 3 + c] = (rgb[at] + rgb[at + 3] + rgb[at + width * 3] + rgb[at + width * 3 + 3] + 2) >> 2;
      }
    }
  }
  return { width: w, height: h, rgb: half };
}

const isAlike = (a, p, b, q) =>
  Math.abs(a[p] - b[q]) <= sameColour && Math.abs(a[p + 1] - b[q + 1]) <= sameColour && Math.abs(a[p + 2] - b[q + 2]) <= sameColour;

/** Pixels of one picture that have no like in the other, as a mask. */
function unmatchedIn(one, other, mask) {
  const { width, height } = one;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = (y * width + x) * 3;
      if (isAlike(one.rgb, p, other.rgb, p) || hasLikeNear(one, other, x, y)) continue;
      mask[y * width + x] = 1;
    }
  }
}

function hasLikeNear({ width, height, rgb }, other, x, y) {
  const p = (y * width + x) * 3;
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++) {
      if (isAlike(rgb, p, other.rgb, (v * width + u) * 3)) return true;
    }
  }
  return false;
}

/** @returns {{ share: number, mask: Uint8Array }} the share of pixels without a like, in either direction; 1 for another size */
export function unlike(one, other) {
  const mask = new Uint8Array(one.width * one.height);
  if (one.width !== other.width || one.height !== other.height) return { share: 1, mask: mask.fill(1) };
  unmatchedIn(one, other, mask);
  unmatchedIn(other, one, mask);
  return { share: mask.reduce((sum, bit) => sum + bit, 0) / mask.length, mask };
}

/** The picture paled, with what has no like in red. */
export function marked({ width, height, rgb }, mask) {
  const out = rgb.map((value) => 160 + value * 0.37);
  mask.forEach((bit, p) => bit && out.set([220, 0, 0], p * 3));
  return { width, height, rgb: out };
}
