import { useEffect } from 'react';
import type { RelevanceSettings, SplitSettings } from '#shared/schemas/experiment';
import type { RankingContext, RecommendOutput } from '#shared/schemas/ranking';
import type { Variant } from '#shared/schemas/variant';
import { api, noticeFailure } from '../../../api/client';
import { isCancelled, toFailure } from '../../../logic/failure';
import { latestOnly } from '../logic/latest-only';
import { rankingContext } from '../../../logic/ranking-context';
import { labDocument, useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';

interface Wanted {
  readonly baseline: Variant | undefined;
  readonly challenger: Variant | undefined;
  readonly context: RankingContext | null;
  readonly limit: number;
  readonly relevance: RelevanceSettings;
  readonly split: SplitSettings;
  readonly seed: number;
}

interface Lists {
  readonly baseline: RecommendOutput | null;
  readonly challenger: RecommendOutput | null;
}

function currentRequest(): Wanted {
  const { variants, k, relevance, split, seed } = labDocument();
  const view = useLabView.getState();
  return {
    baseline: variants[0]?.variant,
    challenger: variants.find(({ key }, index) => index > 0 && key === view.challenger)?.variant,
    context: rankingContext(view),
    limit: k,
    relevance,
    split,
    seed,
  };
}

/** Requests both lists; an unchanged variant is not requested again. */
function listFetcher(): (currentRequest: Wanted, signal: AbortSignal) => Promise<Lists> {
  let cache = new WeakMap<Variant, RecommendOutput>();
  let cachedFor = '';
  return async ({ baseline, challenger, context, ...asked }, signal) => {
    if (context === null) return { baseline: null, challenger: null };
    const purpose = JSON.stringify([context, asked]);
    if (purpose !== cachedFor) cache = new WeakMap();
    cachedFor = purpose;
    const list = async (variant: Variant | undefined): Promise<RecommendOutput | null> => {
      if (!variant) return null;
      const known = cache.get(variant) ?? (await api().recommend.list({ ...asked, context, variant, side: 'evaluation' }, { signal }));
      cache.set(variant, known);
      return known;
    };
    const [baselineList, challengerList] = await Promise.all([list(baseline), list(challenger)]);
    return { baseline: baselineList, challenger: challengerList };
  };
}

/** The user or video of an earlier dataset may not exist any more: falls back to the first one. */
function forget(context: RankingContext | null): boolean {
  if (context === null || 'query' in context) return false;
  useLabView.getState().show('user' in context ? { userId: null } : { videoId: null });
  return true;
}

/** Keeps both lists up to date with the sliders and the context while the Lab is shown. */
export function useListLoop(version: string, models: unknown): void {
  useEffect(() => {
    const loop = latestOnly<Wanted, Lists>({
      run: listFetcher(),
      onResult: ({ baseline, challenger }) => useLive.setState({ baselineList: baseline, challengerList: challenger, listFailure: null }),
      onError: (error, { context }) => {
        noticeFailure(error);
        if (toFailure(error).code === 'NOT_FOUND' && forget(context)) return;
        if (!isCancelled(error)) useLive.setState({ listFailure: toFailure(error) });
      },
      abandons: (running, next) => running.context !== next.context && JSON.stringify(running.context) !== JSON.stringify(next.context),
      schedule: (start) => queueMicrotask(start),
    });
    const push = (): void => loop.push(currentRequest());
    const stops = [useLab.subscribe(push), useLabView.subscribe(push)];
    stops.push(useLive.subscribe(({ attempt }, before) => attempt !== before.attempt && push()));
    push();
    return () => {
      loop.stop();
      stops.forEach((stop) => stop());
    };
  }, [version, models]);
}
