import { describeMap, rowsWithVector, type EmbeddedView, type MapLayout } from '#engine/embeddings/project/describe-map';
import type { Embeddings } from '#engine/model/vectors';
import { RankLabError } from '#shared/errors';
import type { CatalogueMap, MapMethod } from '#shared/schemas/model';
import { shareArrays } from '../jobs/shared-arrays';
import type { WorkerPool, WorkerRunOptions } from '../jobs/worker-pool';
import type { Models } from './models';

/** The catalogue in the plane, from the content vectors of the serving side. A layout is made once per embeddings. */
export class CatalogueMaps {
  /** By fingerprint and items: adding or editing a video moves a point. */
  #principal: { fingerprint: string; items: unknown; layout: Promise<MapLayout> } | undefined;
  /** By fingerprint alone: a video that came later is not in it until it is made again. */
  #umap: { fingerprint: string; layout: MapLayout } | undefined;

  constructor(
    private readonly models: Models,
    private readonly workers: WorkerPool,
  ) {}

  /** @throws NOT_BUILT without models, embeddings, or (UMAP) a layout. */
  async read(method: MapMethod): Promise<CatalogueMap> {
    const { view, hidden } = await this.#view();
    return describeMap(method, view, hidden, method === 'pca' ? await this.#principalLayout(view) : this.#umapLayout(view));
  }

  /** Makes the UMAP layout and answers how many videos it placed. Cancelled or failed: the layout from before stays. */
  async layOut(seed: number, context?: WorkerRunOptions): Promise<{ placed: number }> {
    const { embeddings } = (await this.#view()).view;
    const { vectors, dimensions, fingerprint } = embeddings;
    const input = shareArrays({ vectors, dimensions, rows: rowsWithVector(embeddings), seed });
    const { rows, coordinates } = await this.workers.run('umap-layout', input, context);
    this.#umap = { fingerprint, layout: { rows, coordinates, fittedCount: rows.length, explainedVarianceFractions: null } };
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
    throw new RankLabError('NOT_BUILT', 'The models were built without embeddings, and the map is made from them', {
      remedy: 'Choose an embedding provider on the Model page and build again',
    });
  }

  #umapLayout({ embeddings: { fingerprint } }: EmbeddedView): MapLayout {
    if (this.#umap?.fingerprint === fingerprint) return this.#umap.layout;
    throw new RankLabError('NOT_BUILT', 'There is no UMAP layout of these embeddings yet', {
      remedy: 'Make it on the Model page, under Map, or with POST /model/map',
    });
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
