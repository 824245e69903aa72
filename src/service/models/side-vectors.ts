import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import type { Factors } from '#engine/model/vectors';
import type { Side } from '#engine/pipeline/sides';
import { RankLabError } from '#shared/errors';
import type { Fingerprint } from '#shared/ids';
import type { BuildSettings } from '#shared/schemas/model';
import type { EmbeddingArtifact, ModelArtifacts } from './model-artifacts';
import type { SideVectors } from './side-indexes';

/** What the indexes of a side are made from. */
export const vectorsOf = (
  { embedded, factors }: { readonly embedded: EmbeddingArtifact | undefined; readonly factors: Factors },
  side: Side,
  videoIds: readonly string[],
): SideVectors => ({
  videoIds,
  embeddings: embedded?.embeddings,
  factors,
  mayDegrade: side.split === undefined,
});

/** The input fingerprints of current artifacts. */
export function identities(side: Side, settings: BuildSettings): { embeddings: Fingerprint; factors: Fingerprint } {
  return {
    embeddings: fingerprintOf('embeddings', side.fingerprint, settings.embeddings, settings.seed),
    factors: fingerprintOf('factors', side.fingerprint, settings.factors, settings.seed),
  };
}

/** The stored vectors of a side, without their indexes. @throws NOT_BUILT */
export async function storedVectors(artifacts: ModelArtifacts, side: Side, settings: BuildSettings): Promise<SideVectors> {
  const wanted = identities(side, settings);
  const embedded = settings.embeddings ? await artifacts.readEmbeddings(side.scope, wanted.embeddings) : undefined;
  const factors = await artifacts.readFactors(side.scope, wanted.factors);
  const rows = await artifacts.readRows(side.scope);
  if (factors && rows) return vectorsOf({ embedded, factors }, side, rows.itemIds);
  throw new RankLabError('NOT_BUILT', 'The models are not built, or the data has changed since', {
    remedy: 'Build them on the Model page, or with “ranklab build”',
  });
}
