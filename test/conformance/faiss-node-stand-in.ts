import { readFileSync, writeFileSync } from 'node:fs';
import type { FaissNodeIndex, FaissNodeModule } from '#service/ann/faiss-node-module';

/** faiss-node's Flat index as its declarations describe it; where the real one would abort the process, this one throws Aborted. */
class Aborted extends Error {}

const must = (holds: boolean, rule: string): void => {
  if (!holds) throw new Aborted(`faiss-node would abort: ${rule}`);
};

class StandIn implements FaissNodeIndex {
  constructor(
    private readonly dimensions: number,
    private readonly metric: number,
    private readonly vectors: number[] = [],
  ) {}

  ntotal(): number {
    return this.vectors.length / this.dimensions;
  }

  add(vectors: number[]): void {
    must(Array.isArray(vectors) && vectors.length > 0 && vectors.length % this.dimensions === 0, 'whole rows of a plain array');
    must(vectors.every(Number.isFinite), 'finite numbers');
    for (const value of vectors) this.vectors.push(Math.fround(value));
  }

  search(query: number[], neighborCount: number): { distances: number[]; labels: number[] } {
    must(Array.isArray(query) && query.length === this.dimensions && query.every(Number.isFinite), 'one query of finite numbers');
    must(Number.isInteger(neighborCount) && neighborCount >= 1 && neighborCount <= this.ntotal(), 'neighbours that exist');
    const scored = Array.from({ length: this.ntotal() }, (_, label) => {
      const row = this.vectors.slice(label * this.dimensions, (label + 1) * this.dimensions);
      const distance = row.reduce((sum, x, i) => sum + (this.metric === 0 ? x * (query[i] ?? 0) : (x - (query[i] ?? 0)) ** 2), 0);
      return { label, distance };
    });
    const sign = this.metric === 0 ? -1 : 1;
    // Ties in no particular order, as in FAISS.
    scored.sort((a, b) => sign * (a.distance - b.distance) || b.label - a.label);
    const kept = scored.slice(0, neighborCount);
    return { distances: kept.map((s) => s.distance), labels: kept.map((s) => s.label) };
  }

  write(path: string): void {
    writeFileSync(path, JSON.stringify({ dimensions: this.dimensions, metric: this.metric, vectors: this.vectors }));
  }
}

export const faissNodeStandIn: FaissNodeModule = {
  Index: {
    fromFactory: (dimensions, descriptor, metric) => {
      must(descriptor === 'Flat' || descriptor.startsWith('HNSW'), 'types that need no training');
      return new StandIn(dimensions, metric);
    },
    read: (path) => {
      const { dimensions, metric, vectors } = JSON.parse(readFileSync(path, 'utf8')) as {
        dimensions: number;
        metric: number;
        vectors: number[];
      };
      return new StandIn(dimensions, metric, vectors);
    },
  },
};
