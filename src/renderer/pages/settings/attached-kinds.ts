import type { AttachedTable, PgvectorConnection } from '#shared/schemas/index-engine';

/** What vectors an engine may hold already, with their usual metric. */
export const attachedKinds: readonly {
  readonly which: keyof PgvectorConnection['attached'];
  readonly label: string;
  readonly metric: AttachedTable['metric'];
}[] = [
  { which: 'content', label: 'content vectors', metric: 'cosine' },
  { which: 'factors', label: 'factors', metric: 'inner-product' },
];

export const attachedMetrics = [
  { value: 'cosine', label: 'Cosine' },
  { value: 'inner-product', label: 'Inner product' },
  { value: 'l2', label: 'Euclidean distance (L2)' },
] as const;
