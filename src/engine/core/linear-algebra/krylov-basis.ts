import { createRng, type Rng } from '../rng';
import type { BandMatrix } from './band-matrix';
import { addColumn, BLOCK_WIDTH, columnDot, scaleColumn, type TallBlock, type TallWorkspace } from './tall-block';

const AREA = BLOCK_WIDTH * BLOCK_WIDTH;

const largestNorm = (values: Float64Array): number => Math.sqrt(Math.max(...[0, 1, 2, 3].map((j) => columnDot(values, j, j))));

/**
 * An orthonormal basis of a block Krylov space of a symmetric operator, kept with full reorthogonalisation, together
 * with the operator's projection onto it. Use: `begin()` gives the next block, `absorb(operator · block)` takes its image.
 */
export class KrylovBasis {
  /** Blocks whose images are known, each n × 4. */
  readonly blocks: TallBlock[] = [];
  /** What the last image left outside the basis: upper triangular 4 × 4; its columns' norms bound the residuals. */
  remainder = new Float64Array(AREA);
  /** True once an image was (partly) inside the basis and random directions replaced the missing ones. */
  brokeDown = false;

  readonly #workspace: TallWorkspace;
  readonly #rowCount: number;
  readonly #rng: Rng;
  /** Per block: its projections onto the blocks before it and itself, 4 × 4 each, one after the other. */
  readonly #coefficients: Float64Array[] = [];
  #next: TallBlock;

  constructor(workspace: TallWorkspace, rowCount: number, seed: number) {
    this.#workspace = workspace;
    this.#rowCount = rowCount;
    this.#rng = createRng(seed).derive('krylov');
    this.#next = workspace.block(rowCount);
    const values = workspace.values(this.#next);
    for (let i = 0; i < values.length; i++) values[i] = this.#rng.normal();
    this.#orthonormalise(values, largestNorm(values));
    this.brokeDown = false;
  }

  /** Number of basis vectors, a multiple of 4 (of which some may be zero when the space is exhausted). */
  get size(): number {
    return this.blocks.length * BLOCK_WIDTH;
  }

  begin(): TallBlock {
    this.blocks.push(this.#next);
    this.#coefficients.push(new Float64Array(AREA * this.blocks.length));
    return this.#next;
  }

  /** Takes ownership of `image`, which becomes the next block. */
  absorb(image: TallBlock): void {
    const last = this.blocks.length - 1;
    const values = this.#workspace.values(image);
    const scale = largestNorm(values);
    // The newest blocks hold nearly all of it, so they go first; the older ones remove the rounding errors.
    for (let b = last; b >= 0; b--) this.#workspace.projectOut(this.blocks[b], image, this.#coefficients[last], b * AREA);
    this.#orthonormalise(values, scale);
    this.#next = image;
  }

  /**
   * The operator in this basis. It is a band: the image of a block lies in the span of the blocks up to the next one, and
   * what is left in the next one (`remainder`) is upper triangular.
   */
  projected(): BandMatrix {
    const stride = BLOCK_WIDTH + 1;
    const lower = new Float64Array(this.size * stride);
    this.#coefficients.forEach((column, c) => {
      for (let i = 0; i < BLOCK_WIDTH; i++) {
        for (let j = 0; j <= i; j++) {
          // Both triangles of the diagonal block are known; their mean is symmetric.
          const value = (column[c * AREA + i * BLOCK_WIDTH + j] + column[c * AREA + j * BLOCK_WIDTH + i]) / 2;
          lower[(c * BLOCK_WIDTH + i) * stride + i - j] = value;
        }
        // Entry (c, i) with (c − 1, j), which the projection onto the block before holds as (j, i).
        for (let j = i; c > 0 && j < BLOCK_WIDTH; j++) {
          lower[(c * BLOCK_WIDTH + i) * stride + BLOCK_WIDTH + i - j] = column[(c - 1) * AREA + j * BLOCK_WIDTH + i];
        }
      }
    });
    return { n: this.size, width: BLOCK_WIDTH, lower };
  }

  /** out = basis · columns first … first + 3 of `coefficients` (size × `width`, row-major): four vectors of the space. */
  combine(coefficients: Float64Array, width: number, first: number, out: TallBlock): void {
    const part = new Float64Array(AREA);
    this.#workspace.values(out).fill(0);
    this.blocks.forEach((block, b) => {
      for (let i = 0; i < BLOCK_WIDTH; i++) {
        for (let c = 0; c < BLOCK_WIDTH; c++) {
          part[i * BLOCK_WIDTH + c] = first + c < width ? -coefficients[(b * BLOCK_WIDTH + i) * width + first + c] : 0;
        }
      }
      this.#workspace.subtract(block, part, out);
    });
  }

  /** Gram–Schmidt, twice; columns that vanish next to `scale` are replaced by random directions outside the basis. */
  #orthonormalise(block: Float64Array, scale: number): void {
    this.remainder = new Float64Array(AREA);
    for (let j = 0; j < BLOCK_WIDTH; j++) {
      for (let pass = 0; pass < 2; pass++) {
        for (let i = 0; i < j; i++) {
          const dot = columnDot(block, i, j);
          this.remainder[i * BLOCK_WIDTH + j] += dot;
          addColumn(block, i, j, -dot);
        }
      }
      const norm = Math.sqrt(columnDot(block, j, j));
      if (norm > scale * 1e-12 && norm > 0) {
        this.remainder[j * BLOCK_WIDTH + j] = norm;
        scaleColumn(block, j, 1 / norm);
      } else {
        this.brokeDown = true;
        this.#replaceColumn(block, j);
      }
    }
  }

  /** A random unit column orthogonal to the basis and to the columns before it; zero when no direction is left. */
  #replaceColumn(block: Float64Array, j: number): void {
    for (let at = j; at < block.length; at += BLOCK_WIDTH) block[at] = this.#rng.normal();
    for (let pass = 0; pass < 3; pass++) {
      const before = Math.sqrt(columnDot(block, j, j));
      for (const earlier of this.blocks) this.#removeFromColumn(this.#workspace.values(earlier), block, j);
      for (let i = 0; i < j; i++) addColumn(block, i, j, -columnDot(block, i, j));
      const after = Math.sqrt(columnDot(block, j, j));
      const isDependent = after < before * 1e-10 || after < 1e-200 || this.size + j >= this.#rowCount;
      scaleColumn(block, j, isDependent ? 0 : 1 / after);
      if (isDependent) return;
    }
  }

  #removeFromColumn(earlier: Float64Array, block: Float64Array, j: number): void {
    for (let i = 0; i < BLOCK_WIDTH; i++) {
      let dot = 0;
      for (let at = 0; at < block.length; at += BLOCK_WIDTH) dot += earlier[at + i] * block[at + j];
      for (let at = 0; at < block.length; at += BLOCK_WIDTH) block[at + j] -= dot * earlier[at + i];
    }
  }
}
