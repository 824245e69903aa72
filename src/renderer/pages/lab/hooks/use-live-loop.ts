import { useEffect } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { api, noticeFailure } from '../../../api/client';
import { isCancelled, toFailure } from '../../../api/failure';
import type { LabDocument, LabVariant } from '../../../logic/lab-document';
import { newestWins } from '../../../logic/newest-wins';
import { extendTrail } from '../../../logic/trail';
import { labDocument, useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { nextFrame } from './next-frame';

/** How long the sliders rest before the exact statistics are asked for. */
const REST_MS = 300;

interface Position {
  readonly document: LabDocument;
  readonly variants: readonly LabVariant[];
  readonly exact: boolean;
  readonly askedAt: number;
}

/** While something moves only the pair on screen is measured; the exact statistics cover every variant. */
function position(exact: boolean): Position {
  const document = labDocument();
  const { challenger } = useLabView.getState();
  const pair = document.variants.filter(({ key }, index) => index === 0 || key === challenger);
  return { document, variants: exact ? document.variants : pair, exact, askedAt: performance.now() };
}

const measure = ({ document, variants, exact }: Position, signal: AbortSignal): Promise<LiveOutput> =>
  api().experiment.live(
    {
      variants: variants.map(({ variant }) => variant),
      metrics: [...document.metrics],
      split: document.split,
      relevance: document.relevance,
      seed: document.seed,
      exact,
    },
    { signal },
  );

function deliver(output: LiveOutput, { variants, exact, askedAt }: Position): void {
  useLive.setState(({ trail }) => ({
    output,
    keys: variants.map(({ key }) => key),
    exact,
    failure: null,
    ...(!exact && { trail: extendTrail(trail, output), latencyMs: performance.now() - askedAt }),
  }));
}

/** Keeps the metrics in step with the sliders for as long as the Lab is shown. A new `version` of the data or new `models` start it afresh. */
export function useLiveLoop(version: string, models: unknown): void {
  useEffect(() => {
    let rest = 0;
    const loop = newestWins<Position, LiveOutput>({
      run: measure,
      onResult: deliver,
      onError: (error) => {
        noticeFailure(error);
        if (!isCancelled(error)) useLive.setState({ failure: toFailure(error) });
      },
      abandons: (running) => running.exact,
      schedule: nextFrame,
    });
    const moved = (): void => {
      // From here on what is shown is no longer exactly what the sliders say.
      if (useLive.getState().exact) useLive.setState({ exact: false });
      window.clearTimeout(rest);
      rest = window.setTimeout(() => loop.push(position(true)), REST_MS);
      loop.push(position(false));
    };
    const stops = [
      useLab.subscribe(({ history }, before) => {
        const [now, then] = [history.entries[history.current]?.state, before.history.entries[before.history.current]?.state];
        if (now !== then) moved();
      }),
      useLabView.subscribe(({ challenger }, before) => {
        if (challenger === before.challenger) return;
        useLive.setState({ trail: {} });
        moved();
      }),
    ];
    moved();
    return () => {
      window.clearTimeout(rest);
      loop.stop();
      stops.forEach((stop) => stop());
    };
  }, [version, models]);
}
