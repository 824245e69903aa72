import type { CandidateRequest, TrainingView } from '../model/training-view';

/** Unit content vectors of the items with ways to turn a request into a query in the same space. */
export class ContentVectors {
  readonly dimensions: number;
  /** itemCount × dimensions, unit rows; zero where there is no text. */
  readonly vectors: Float32Array;

  constructor(readonly view: TrainingView & { readonly embeddings: NonNullable<TrainingView['embeddings']> }) {
    const { embeddings } = view;
    this.dimensions = embeddings.dimensions;
    this.vectors = embeddings.normalized ? embeddings.vectors : unitRows(embeddings.vectors, embeddings.dimensions);
  }

  item(row: number): Float32Array | undefined {
    const at = row * this.dimensions;
    return at < this.vectors.length ? this.vectors.subarray(at, at + this.dimensions) : undefined;
  }

  /** Mean of the items' unit vectors, itself of unit length; undefined when none has a vector. */
  mean(rows: ArrayLike<number>): Float32Array | undefined {
    const sum = new Float64Array(this.dimensions);
    for (let i = 0; i < rows.length; i++) {
      const vector = this.item(rows[i]);
      if (vector) for (let d = 0; d < this.dimensions; d++) sum[d] += vector[d];
    }
    return unit(sum);
  }

  /** The vector of a user's taste, a query or a seed video; undefined without data. */
  async query(request: CandidateRequest): Promise<Float32Array | undefined> {
    if (request.userRow !== undefined) return this.mean(history(this.view, request.userRow));
    if (request.videoRow !== undefined) return this.item(request.videoRow);
    const vector = await this.view.embedQuery?.(request.queryText ?? '');
    return vector && unit(vector);
  }
}

/** Item rows of the user's training interactions, ascending. */
export function history(view: TrainingView, userRow: number): Int32Array {
  const { offsets, indices, rows } = view.interactions;
  return userRow < rows ? indices.subarray(offsets[userRow], offsets[userRow + 1]) : new Int32Array(0);
}

export function unit(vector: ArrayLike<number>): Float32Array | undefined {
  let squared = 0;
  for (let d = 0; d < vector.length; d++) squared += vector[d] ** 2;
  if (!(squared > 0)) return undefined;
  const scale = 1 / Math.sqrt(squared);
  const scaled = new Float32Array(vector.length);
  for (let d = 0; d < vector.length; d++) scaled[d] = vector[d] * scale;
  return scaled;
}

function unitRows(vectors: Float32Array, dimensions: number): Float32Array {
  const out = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += dimensions) {
    const row = unit(vectors.subarray(at, at + dimensions));
    if (row) out.set(row, at);
  }
  return out;
}
