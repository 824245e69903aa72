import type { SignalTensor } from '../model/candidates';
import { buildSignalTensor, type PreparedSignals } from '../rerank/signal-tensor';
import type { RequestedPools } from './pools';

/** Maximum number of cached candidates, each with about 60 bytes of scores and signals: 7,000 pools of 200 take some 90 MB. */
const maxCandidates = 1_500_000;
/** Cost of an empty pool, in candidates. */
const overhead = 10;

/** The pool of one list with its raw signals, which are computed once per setting of their parameters. */
export class ListPool {
  #signals: PreparedSignals | undefined;
  #tensor: Promise<SignalTensor> | undefined;

  constructor(private readonly requested: RequestedPools) {}

  get pool(): RequestedPools['pools'][number] {
    return this.requested.pools[0];
  }

  tensor(signals: PreparedSignals): Promise<SignalTensor> {
    if (this.#tensor && this.#signals === signals) return this.#tensor;
    const { pools, requests } = this.requested;
    const signalTensor = buildSignalTensor(pools, requests, signals, Math.max(1, pools[0].count));
    this.#tensor = signalTensor;
    this.#signals = signals;
    signalTensor.catch(() => this.#tensor === signalTensor && (this.#tensor = undefined)); // what could not be asked now may be next time
    return signalTensor;
  }
}

interface CachedPool {
  readonly pool: Promise<ListPool>;
  /** In candidates; 0 while pending. */
  size: number;
}

/** A least-recently-used cache of pools, up to a total size. Deduplicates concurrent builds. */
export class ListPools {
  readonly #kept = new Map<string, CachedPool>();
  #size = 0;

  constructor(private readonly most = maxCandidates) {}

  get(key: string, make: () => Promise<RequestedPools>): Promise<ListPool> {
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key); // to the end: most recently used
      this.#kept.set(key, known);
      return known.pool;
    }
    const cached: CachedPool = { pool: make().then((pools) => this.#hold(cached, new ListPool(pools))), size: 0 };
    this.#kept.set(key, cached);
    const drop = (): unknown => this.#kept.get(key) === cached && this.#drop(key, cached);
    // A pool that was made without its index engine is made again: the engine may be back.
    cached.pool.then(({ pool }) => pool.degradedBecause !== undefined && drop(), drop);
    return cached.pool;
  }

  /** In candidates. */
  get size(): number {
    return this.#size;
  }

  #hold(cached: CachedPool, pool: ListPool): ListPool {
    cached.size = pool.pool.count + overhead;
    this.#size += cached.size;
    for (const [key, { size }] of this.#kept) {
      if (this.#size <= this.most) break;
      if (size > 0) this.#drop(key, { size });
    }
    return pool;
  }

  #drop(key: string, { size }: Pick<CachedPool, 'size'>): void {
    this.#kept.delete(key);
    this.#size -= size;
  }
}
