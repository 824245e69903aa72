import { describeMap, rowsWithVector, type EmbeddedView, type MapLayout } from '#engine/embeddings/project/describe-map';
import type { Embeddings } from '#engine/model/vectors';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { CatalogueMap, MapMethod } from '#shared/schemas/model';
import { shareArrays } from '../jobs/shared-arrays';
import type { WorkerPool, WorkerRunOptions } from '../jobs/worker-pool';
import type { ArtifactStore } from '../storage/files/artifact-store';
import type { Models } from './models';

const umapName = 'map/umap';
const umapLayout = (rows: Int32Array, coordinates: Float32Array): MapLayout => ({
  rows,
  coordinates,
  fittedCount: rows.length,
  explainedVarianceFractions: null,
});

/** The catalogue in the plane, from the content vectors of the serving side. A layout is computed once per embeddings. */
export class CatalogueMaps {
  /** By fingerprint and items: adding or editing a video moves a point. */
  #principal: { fingerprint: string; items: unknown; layout: Promise<MapLayout> } | undefined;
  /** By fingerprint only: later videos are missing until it is recomputed. */
  #umap: { fingerprint: string; layout: MapLayout } | undefined;

  constructor(
    private readonly models: Models,
    private readonly workers: WorkerPool,
    private readonly artifacts: ArtifactStore,
  ) {}

  /** @throws NOT_BUILT without models, embeddings, or (UMAP) a layout. */
  async read(method: MapMethod): Promise<CatalogueMap> {
    const { view, hidden } = await this.#view();
    return describeMap(method, view, hidden, method === 'pca' ? await this.#principalLayout(view) : await this.#umapLayout(view));
  }

  /** Computes and stores the UMAP layout and returns the number of placed videos. If cancelled or failed, the previous layout stays. */
  async layOut(seed: number, context?: WorkerRunOptions): Promise<{ placed: number }> {
    const { embeddings } = (await this.#view()).view;
    const { vectors, dimensions, fingerprint } = embeddings;
    const input = shareArrays({ vectors, dimensions, rows: rowsWithVector(embeddings), seed });
    const { rows, coordinates } = await this.workers.run('umap-layout', input, context);
    await this.artifacts.write(
      umapName,
      { kind: 'map', model: 'umap', dimensions: 2, inputs: { embeddings: fingerprint } },
      { rows, coordinates },
    );
    this.#umap = { fingerprint, layout: umapLayout(rows, coordinates) };
    return { placed: rows.length };
  }

  /** @throws NOT_BUILT without models or embeddings. */
  async requireEmbeddings(): Promise<void> {
    await this.#view();
  }

  async #view(): Promise<{ view: EmbeddedView; hidden: ReadonlySet<number> }> {
    const { view, hidden } = await this.models.recommender('serving');
    const { embeddings } = view;
    if (embeddings) return { view: { ...view, embeddings }, hidden };
    throw new RankLabError('NOT_BUILT', 'The map needs embeddings, and the models were built without them', {
      remedy: 'Choose an embedding provider on the Model page and build again',
    });
  }

  async #umapLayout({ embeddings: { fingerprint } }: EmbeddedView): Promise<MapLayout> {
    this.#umap ??= await this.#readUmap();
    if (this.#umap?.fingerprint === fingerprint) return this.#umap.layout;
    throw new RankLabError('NOT_BUILT', 'There is no UMAP layout of these embeddings yet', {
      remedy: 'Create it on the Model page, under Map, or with POST /model/map',
    });
  }

  /** The layout of an earlier session; a damaged one can be recomputed, so it counts as absent. */
  async #readUmap(): Promise<{ fingerprint: string; layout: MapLayout } | undefined> {
    if (!this.artifacts.has(umapName)) return undefined;
    try {
      const { header, arrays } = await this.artifacts.read(umapName);
      const { rows, coordinates } = arrays as { rows: Int32Array; coordinates: Float32Array };
      return { fingerprint: header.inputs['embeddings'] ?? '', layout: umapLayout(rows, coordinates) };
    } catch (error) {
      if (isRankLabError(error) && error.code === 'CORRUPT_ARTIFACT') return undefined;
      throw error;
    }
  }

  #principalLayout({ embeddings, dataset: { items } }: EmbeddedView): Promise<MapLayout> {
    const { fingerprint } = embeddings;
    if (this.#principal?.fingerprint === fingerprint && this.#principal.items === items) return this.#principal.layout;
    const layout = this.#project(embeddings);
    const entry = { fingerprint, items, layout };
    this.#principal = entry;
    layout.catch(() => {
      if (this.#principal === entry) this.#principal = undefined;
    });
    return layout;
  }

  async #project(embeddings: Embeddings): Promise<MapLayout> {
    const rows = rowsWithVector(embeddings);
    const { vectors, dimensions } = embeddings;
    const input = shareArrays({ vectors, dimensions, rows, components: 2 });
    const { coordinates, explainedVarianceFractions, fittedCount } = await this.workers.run('principal-components', input);
    const [x = 0, y = 0] = explainedVarianceFractions;
    return { rows, coordinates, fittedCount, explainedVarianceFractions: [x, y] };
  }
}
