import type { Rng } from '../../core/rng';

/**
 * xoshiro128** (Blackman & Vigna 2018) over plain integers, for loops that draw 10⁸ numbers: state stays in local
 * variables while an array is filled. Streams are named by the seeded Rng they start from.
 */
export class RandomWords {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(rng: Rng) {
    this.#a = rng.int(4294967296) | 0;
    this.#b = rng.int(4294967296) | 0;
    this.#c = rng.int(4294967296) | 0;
    this.#d = rng.int(4294967296) | 1;
  }

  /** Fills with uniform 32-bit words. */
  fill(target: Int32Array): void {
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (let i = 0; i < target.length; i++) {
      const five = Math.imul(b, 5);
      target[i] = Math.imul((five << 7) | (five >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** Fills with integers in [0, bound); the bias of 32-bit multiplication, bound / 2³², is far below the noise. */
  fillBelow(target: Int32Array, bound: number): void {
    this.fill(target);
    const scale = bound / 4294967296;
    for (let i = 0; i < target.length; i++) target[i] = (target[i] >>> 0) * scale;
  }
}
