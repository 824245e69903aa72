import { useEffect } from 'react';
import type { LiveOutput, SegmentChoice } from '#shared/schemas/live';
import { api, noticeFailure } from '../../../api/client';
import { isCancelled, toFailure } from '../../../logic/failure';
import type { LabDocument, LabVariant } from '../../../logic/lab-document';
import { latestOnly } from '../logic/latest-only';
import { extendTrail } from '../logic/trail';
import { labDocument, useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { usePreferences } from '../../../stores/preferences-store';
import { candidatesOf, cancelOtherPreparations, NotPrepared, prepareArrays, type LiveTest } from './prepare-arrays';

/** How long the sliders rest before the exact statistics are requested. */
const REST_MS = 300;

interface LiveRequest {
  readonly segment: SegmentChoice | null;
  readonly memoryMb: number | null;
}

interface Position extends LiveRequest {
  readonly document: LabDocument;
  readonly variants: readonly LabVariant[];
  readonly exact: boolean;
  readonly requestedAt: number;
}

/** During a move only the two visible variants are measured; the exact statistics cover every variant. */
function position(exact: boolean): Position {
  const document = labDocument();
  const { challenger, segment } = useLabView.getState();
  const { liveMemoryMb } = usePreferences.getState();
  const { stopped } = useLive.getState();
  const pair = document.variants.filter(({ key }, index) => index === 0 || key === challenger);
  // If preparing another variant was cancelled, exact statistics of the two visible ones are still computed.
  const variants = exact && !stopped ? document.variants : pair;
  return { document, variants, exact, segment, memoryMb: liveMemoryMb, requestedAt: performance.now() };
}

function testOf({ document: { split, relevance, scoreTies, seed }, variants, memoryMb }: Position): LiveTest {
  const memory = memoryMb === null ? {} : { memoryBytes: memoryMb * 1_000_000 };
  return { variants: variants.map(({ variant }) => variant), split, relevance, scoreTies, seed, ...memory };
}

const candidatesAt = (position: Position): string =>
  candidatesOf(
    testOf(position),
    position.document.variants.map(({ variant }) => variant),
  );

/** Measures a position. If it needs new candidates or signals, the plan is fetched and shown first. */
function measurer(): (position: Position, signal: AbortSignal) => Promise<LiveOutput> {
  let plannedFor = '';
  return async (position, signal) => {
    const { document, variants, exact, segment } = position;
    const test = testOf(position);
    const candidates = candidatesAt(position);
    const purpose = `${candidates} ${JSON.stringify(variants.map(({ variant }) => [variant.candidates, variant.signalParams, variant.signals, Object.keys(variant.weights)]))}`;
    if (purpose !== plannedFor) {
      cancelOtherPreparations(candidates);
      await prepareArrays(test, purpose, candidates, signal);
      plannedFor = purpose;
    }
    return api().experiment.live({ ...test, metrics: [...document.metrics], exact, segment }, { signal });
  };
}

function deliver(output: LiveOutput, { variants, exact, requestedAt }: Position): void {
  useLive.setState(({ trail }) => ({
    output,
    keys: variants.map(({ key }) => key),
    exact,
    failure: null,
    unprepared: false,
    requestedAt,
    ...(!exact && { trail: extendTrail(trail, output) }),
  }));
}

/** Notes change no number. */
const isSameTest = ({ numberNotes: _now, ...now }: LabDocument, { numberNotes: _then, ...then }: LabDocument): boolean =>
  Object.entries(now).every(([name, value]) => value === then[name as keyof typeof then]);

/** Keeps the metrics up to date with the sliders while the Lab is shown. A new `version` of the data or new `models` restart it. */
export function useLiveLoop(version: string, models: unknown): void {
  useEffect(() => {
    let rest = 0;
    const loop = latestOnly<Position, LiveOutput>({
      run: measurer(),
      onResult: deliver,
      onError: (error, { segment }) => {
        if (error instanceof NotPrepared) return useLive.setState({ unprepared: useLive.getState().stopped, failure: null });
        noticeFailure(error);
        // After a change of split or data the group may be empty: falls back to all users.
        if (segment && toFailure(error).place?.startsWith('segment')) return useLabView.getState().show({ segment: null });
        if (!isCancelled(error)) useLive.setState({ failure: toFailure(error) });
      },
      // Preparations for obsolete candidates are not awaited.
      abandons: (running, next) => running.exact || (useLive.getState().preparing !== null && candidatesAt(running) !== candidatesAt(next)),
      schedule: (start) => queueMicrotask(start),
    });
    const moved = (): void => {
      // From here on the shown numbers are behind the sliders.
      if (useLive.getState().exact) useLive.setState({ exact: false });
      window.clearTimeout(rest);
      rest = window.setTimeout(() => loop.push(position(true)), REST_MS);
      loop.push(position(false));
    };
    const stops = [
      useLab.subscribe(({ history }, before) => {
        const [now, then] = [history.entries[history.current]?.state, before.history.entries[before.history.current]?.state];
        if (now !== then && !(now && then && isSameTest(now, then))) moved();
      }),
      useLabView.subscribe(({ challenger, segment }, before) => {
        if (challenger === before.challenger && segment === before.segment) return;
        useLive.setState({ trail: {} });
        moved();
      }),
    ];
    stops.push(useLive.subscribe(({ attempt }, before) => attempt !== before.attempt && moved()));
    moved();
    return () => {
      window.clearTimeout(rest);
      loop.stop();
      // On return, the previous numbers are shown until they are remeasured.
      useLive.setState({ exact: false });
      stops.forEach((stop) => stop());
    };
  }, [version, models]);
}
