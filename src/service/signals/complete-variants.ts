import { checkDefinitions, withWhatTheyRead } from '#engine/rerank/defined-signals';
import { signalKinds } from '#engine/rerank/signal-kinds/registry';
import type { SignalDefinitions } from '#shared/schemas/signal';
import type { Variant } from '#shared/schemas/variant';

/**
 * The variant with the definitions of all signals that it weighs: its own, or else those of the workspace. `offered` are
 * further ids to compute beside them.
 */
export function completeVariant(variant: Variant, workspace: SignalDefinitions, offered: readonly string[] = []): Variant {
  const own = variant.signals ?? {};
  const known = { ...workspace, ...own };
  checkDefinitions(own);
  const signals = withWhatTheyRead([...Object.keys(variant.weights), ...Object.keys(own), ...offered], known);
  const { signals: _own, ...rest } = variant;
  return Object.keys(signals).length > 0 ? { ...rest, signals } : rest;
}

/**
 * Ids of the signals that are computed for single lists even where no variant weighs them. Those that ask a service, also through a formula,
 * are left out: it may cost money.
 */
export const offeredIds = (workspace: SignalDefinitions): string[] =>
  Object.keys(workspace).filter((id) =>
    Object.values(withWhatTheyRead([id], workspace)).every(
      ({ kind }) => signalKinds.has(kind) && signalKinds.get(kind).asksService !== true,
    ),
  );

/**
 * Variants with the same candidates share their definitions, and so their candidates and signals in memory: moving a slider of
 * one of them for the first time does not make it leave the others.
 */
export function shareDefinitions(variants: readonly Variant[]): Variant[] {
  const key = ({ candidates, signalParams }: Variant): string => JSON.stringify([candidates, signalParams]);
  return variants.map((variant) => {
    const alike = variants.filter((other) => key(other) === key(variant));
    const all: SignalDefinitions = Object.assign(
      {},
      ...alike.map(({ signals }) => signals ?? {}),
      variant.signals ?? {},
    ) as SignalDefinitions;
    const signals = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    return Object.keys(signals).length > 0 ? { ...variant, signals } : variant;
  });
}
