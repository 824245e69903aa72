import type { Normalization } from '#shared/schemas/variant';
import type { RegistryEntry } from '../core/registry';
import type { RankerPlan, Scaling, TermSource } from './plan';

export interface TargetFile {
  readonly name: string;
  readonly mediaType: string;
  /** The text in pieces: a catalogue with vectors is larger than a string may be. */
  readonly chunks: Iterable<string>;
}

/** What a target's formula can hold. */
interface TargetAbilities {
  readonly sources: readonly TermSource[];
  readonly categoryFilters: boolean;
  readonly creatorLimit: boolean;
  /** Equal scores come in the order of the catalogue. */
  readonly ties: boolean;
}

/** Somewhere a variant can go. A new one is a file in targets/ and a line in registry.ts. */
export interface ExportTarget extends RegistryEntry {
  readonly abilities: TargetAbilities;
  /** The scalings its formulas use, the recommended one first; none where the engine learns weights of its own. */
  scalings(normalization: Normalization, terms: RankerPlan['terms']): readonly Scaling[];
  /** What is lost besides what the abilities say. */
  readonly limits?: readonly string[];
  /** Three steps of the README, in Markdown. */
  readonly steps: readonly [string, string, string];
  /** All files but README.md, test-vectors.jsonl and users.jsonl, which every target has. */
  write(plan: RankerPlan): TargetFile[];
}

export const textFile = (name: string, content: string, mediaType = 'text/plain'): TargetFile => ({ name, mediaType, chunks: [content] });
export const jsonFile = (name: string, value: unknown): TargetFile =>
  textFile(name, `${JSON.stringify(value, null, 2)}\n`, 'application/json');

/** One line per element. */
export function* lines<Element>(elements: Iterable<Element>, line: (element: Element) => string): Generator<string> {
  let block: string[] = [];
  for (const element of elements) {
    block.push(`${line(element)}\n`);
    if (block.length < 256) continue;
    yield block.join('');
    block = [];
  }
  yield block.join('');
}

/** The shortest decimals that give the same float32. */
export const decimals = (vector: Float32Array): number[] => Array.from(vector, (value) => Number(value.toPrecision(9)));
