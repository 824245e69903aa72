import type { AnnIndex } from '#engine/ann/port';
import { TranslatedIndex } from '#engine/ann/translated-index';
import type { Embeddings, Factors } from '#engine/model/vectors';
import type { TaskContext } from '#engine/ports';
import { subtask } from '#engine/core/cancellation';
import type { BuildReport } from '#shared/schemas/model';
import type { ArtifactToWrite } from '../storage/files/artifact-store';
import type { IndexSettings } from '../ann/ann-selection';
import type { SideModels } from './models-in-memory';
import type { StoredIndexes } from './stored-indexes';

/** The indexes of one side, in memory. */
export interface SideIndexes {
  readonly content: AnnIndex | undefined;
  readonly factors: AnnIndex;
  readonly reports: BuildReport['indexes'];
  /** Built indexes that are not on disk yet. */
  readonly toWrite: readonly ArtifactToWrite[];
}

export interface SideVectors {
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors;
  /** By row. */
  readonly videoIds: readonly string[];
  /** As in StoredIndexes: only for serving. */
  readonly mayDegrade: boolean;
}

/** Loads the indexes of a side, or builds them from these vectors; see StoredIndexes.open. */
export async function openSideIndexes(
  stored: StoredIndexes,
  scope: string,
  settings: IndexSettings,
  { embeddings, factors, videoIds, mayDegrade }: SideVectors,
  repairing: boolean,
  context?: TaskContext,
): Promise<SideIndexes> {
  const content =
    embeddings &&
    (await stored.open(
      {
        scope,
        which: 'content',
        settings,
        vectors: embeddings.vectors,
        dimensions: embeddings.dimensions,
        metric: 'cosine',
        mayDegrade,
        videoIds,
      },
      repairing,
      subtask(context, 0, 0.5),
    ));
  try {
    const { itemFactors: vectors, factorCount: dimensions } = factors;
    const request = {
      scope,
      which: 'factors' as const,
      settings,
      vectors,
      dimensions,
      metric: 'inner-product' as const,
      mayDegrade,
      videoIds,
    };
    const built = await stored.open(request, repairing, subtask(context, 0.5, 1));
    return {
      content: content?.index,
      factors: built.index,
      reports: [...(content ? [{ which: 'content' as const, ...content.report }] : []), { which: 'factors' as const, ...built.report }],
      toWrite: [...(content?.toWrite ?? []), ...built.toWrite],
    };
  } catch (error) {
    content?.index.dispose();
    throw error;
  }
}

/**
 * The same indexes with current rows: `from` is each item's row when the indexes were built. If items were only appended, no translation is needed.
 */
export async function withCurrentRows(indexes: SideIndexes, from: Int32Array, builtCount: number): Promise<SideIndexes> {
  const appended = from.length >= builtCount && from.every((old, row) => old === (row < builtCount ? row : -1));
  if (appended) return indexes;
  return {
    ...indexes,
    content: indexes.content && (await TranslatedIndex.over(indexes.content, from, builtCount)),
    factors: await TranslatedIndex.over(indexes.factors, from, builtCount),
  };
}

/**
 * Description of the candidate search, for exports. A Flat index is determined by its vectors; others also include their fingerprint, because a graph
 * built by several threads differs each time.
 */
export function describeIndexes(reports: BuildReport['indexes']): string {
  const named = reports.map(({ which, description, type, fingerprint }) =>
    type === 'Flat' || fingerprint === undefined
      ? `${which}: ${description}`
      : `${which}: ${description} · sha256 ${fingerprint.slice(0, 16)}`,
  );
  const reasons = reports.flatMap(({ backendReason, typeReason }) => [backendReason, typeReason]).filter((reason) => reason !== undefined);
  return [named.join('; '), ...new Set(reasons)].join('. ');
}

/** The reports with what the indexes in memory say about their answers so far; without waiting for models that are being loaded. */
export function withNotes(
  reports: BuildReport['indexes'],
  loaded?: { readonly models: Pick<SideModels, 'contentIndex' | 'factorIndex'> },
): BuildReport['indexes'] {
  return reports.map((report) => {
    const index = report.which === 'content' ? loaded?.models.contentIndex : loaded?.models.factorIndex;
    const stats = index?.stats();
    if (!stats) return report;
    const { notes, description, bytes, withoutEngine } = stats;
    // The engine may have come back since the workspace was opened.
    const facts = report.origin === 'without-engine' && withoutEngine !== true ? { origin: 'loaded' as const, description, bytes } : {};
    return { ...report, ...facts, ...(notes && { notes: [...notes] }) };
  });
}
