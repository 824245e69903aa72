import type { Variant } from '#shared/schemas/variant';
import { RankLabError } from '#shared/errors';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import type { Qrels, Run } from '../../model/run';
import type { TrainingView } from '../../model/training-view';
import { EvaluationBench, type MeasureOptions } from '../evaluation-bench';
import { rankingKey } from '../ranking-key';
import type { VariantLists } from './shard-lists';

/** Lists by variant, in full and for means alone. */
export interface MadeLists {
  readonly variants: readonly Variant[];
  readonly full: readonly VariantLists[] | undefined;
  readonly quick: readonly VariantLists[] | undefined;
}

/** A bench whose lists were made before, by the shards of a comparison; everything that is measured on lists is measured here. */
export class MergedBench extends EvaluationBench {
  constructor(
    view: TrainingView,
    qrels: Qrels,
    private readonly made: MadeLists,
  ) {
    super(view, qrels);
  }

  override lists(variant: Variant, _specs: readonly MetricSpec[], { quick = false }: MeasureOptions): Promise<Run> {
    return Promise.resolve(this.#listsOf(variant, quick).run);
  }

  override fallbacksOf(variant: Variant): Uint8Array {
    return this.#listsOf(variant, this.made.full === undefined).fallbacks;
  }

  #listsOf(variant: Variant, quick: boolean): VariantLists {
    const key = rankingKey(variant);
    const lists = (quick ? this.made.quick : this.made.full)?.[this.made.variants.findIndex((other) => rankingKey(other) === key)];
    if (!lists) throw new RankLabError('INTERNAL', `The shards hold no lists of “${variant.name}”`);
    return lists;
  }
}
