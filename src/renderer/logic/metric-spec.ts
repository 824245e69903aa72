/** Metric specifications as they are written everywhere: `ndcg@10`, `rbp`. */
interface MetricSpec {
  readonly id: string;
  readonly cutoff: number | null;
}

export function parseMetricSpec(spec: string): MetricSpec {
  const match = /^(.*)@(\d+)$/.exec(spec);
  return match ? { id: match[1] ?? spec, cutoff: Number(match[2]) } : { id: spec, cutoff: null };
}

export const writeMetricSpec = ({ id, cutoff }: MetricSpec): string => (cutoff === null ? id : `${id}@${cutoff}`);

/** Changes the cutoff of metrics from one value to another; other cutoffs were chosen on purpose and stay. */
export function moveCutoff(specs: readonly string[], from: number, to: number): string[] {
  const moved = specs.map((spec) => {
    const { id, cutoff } = parseMetricSpec(spec);
    return cutoff === from ? writeMetricSpec({ id, cutoff: to }) : spec;
  });
  return [...new Set(moved)];
}
