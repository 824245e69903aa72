import { labelsAt } from '../core/containers/label-columns';
import type { ExportItem, ExportRequest, RankerTerm, TermSource } from '../ranker-export/plan';
import type { TrainingView } from '../model/training-view';
import { userProfile, videoProfile } from '../rerank/profiles';
import { prepareRegistered } from '../rerank/signal-tensor';
import { fillTaste } from '../rerank/signals/category-affinity';

const has = (terms: readonly RankerTerm[], source: TermSource): boolean => terms.some((term) => term.source === source);

/** Every item as an engine must hold it; vectors only where a term needs them. */
export function* exportItems(
  view: TrainingView,
  terms: readonly RankerTerm[],
  signalParams: Readonly<Record<string, Record<string, unknown>>>,
  hidden: ReadonlySet<number>,
): Generator<ExportItem> {
  const { items } = view.dataset;
  const own = terms.filter(({ source }) => source === 'item');
  const { signals } = prepareRegistered(
    view,
    signalParams,
    own.map(({ signal }) => signal),
  );
  const value = new Float32Array(1);
  for (let row = 0; row < items.ids.size; row++) {
    if (hidden.has(row)) continue;
    const values: Record<string, number> = {};
    for (const [s, signal] of signals.entries()) {
      signal.compute({ userRow: undefined, videoRow: undefined, profile: undefined }, Int32Array.of(row), 0, 1, value, 1, 0);
      values[own[s].field] = value[0];
    }
    const profile = has(terms, 'profile') ? videoProfile(view, row) : undefined;
    const factors = has(terms, 'latent') ? factorsOf(view, row, 'itemFactors') : undefined;
    yield {
      id: items.ids.ids[row],
      row,
      categories: labelsAt(items.categories, row),
      creator: items.creators.labels[items.creators.codes[row]] ?? null,
      values,
      ...(profile && { profile }),
      ...(factors && { factors }),
    };
  }
}

/** What a request of this user must say. */
export function exportRequest(view: TrainingView, userRow: number, terms: readonly RankerTerm[]): ExportRequest {
  const profile = has(terms, 'profile') ? userProfile(view, userRow) : undefined;
  const factors = has(terms, 'latent') ? factorsOf(view, userRow, 'userFactors') : undefined;
  return {
    user: view.dataset.users.ids.ids[userRow],
    ...(profile && { profile }),
    ...(factors && { factors }),
    ...(has(terms, 'categories') && { categories: tasteOf(view, userRow) }),
    ...(has(terms, 'creator') && { creators: creatorShares(view, userRow) }),
  };
}

function factorsOf({ factors }: TrainingView, row: number, side: 'userFactors' | 'itemFactors'): Float32Array | undefined {
  if (!factors || row >= (side === 'userFactors' ? factors.userCount : factors.itemCount)) return undefined;
  const vector = factors[side].subarray(row * factors.factorCount, (row + 1) * factors.factorCount);
  return vector.some((value) => value !== 0) ? vector : undefined;
}

function tasteOf(view: TrainingView, userRow: number): Record<string, number> {
  const { labels } = view.dataset.items.categories;
  const taste = new Float64Array(labels.length);
  fillTaste(view, userRow, taste);
  return Object.fromEntries(labels.flatMap((label, code) => (taste[code] > 0 ? [[label, taste[code]] as const] : [])));
}

function creatorShares(view: TrainingView, userRow: number): Record<string, number> {
  const { labels, codes } = view.dataset.items.creators;
  const { offsets, indices, rows } = view.interactions;
  const shares = new Map<string, number>();
  if (userRow >= rows) return {};
  const size = offsets[userRow + 1] - offsets[userRow];
  for (let p = offsets[userRow]; p < offsets[userRow + 1]; p++) {
    const label = labels[codes[indices[p]]];
    if (label !== undefined) shares.set(label, (shares.get(label) ?? 0) + 1 / size);
  }
  return Object.fromEntries(shares);
}
