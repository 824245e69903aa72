import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useSummary } from '../../../api/queries';
import { EmptyState } from '../../../components/empty-state';
import { FailureNotice } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { barScale } from '../logic/contribution-bars';
import { letterOf } from '../../../logic/lab-document';
import { compareLists } from '../logic/list-moves';
import { rankingContext } from '../../../logic/ranking-context';
import { useVariantHeads } from '../../../stores/lab-selectors';
import { useLabView } from '../../../stores/lab-view-store';
import { retryLive, useLive } from '../../../stores/live-store';
import { useSignals } from '../../../api/use-signals';
import { ExplanationCard } from './explanation-card';
import classes from './lists.module.css';
import { MoveCurves } from './move-curves';
import { RankedList } from './ranked-list';
import { currentExplanation, useExplained } from './use-explained';
import { WhyHere } from './why-here';

/** Both lists side by side, joined by how far each video moved. */
export function Lists(): ReactElement {
  const left = useLive((live) => live.baselineList);
  const right = useLive((live) => live.challengerList);
  const failure = useLive((live) => live.listFailure);
  const heads = useVariantHeads();
  const challengerKey = useLabView((view) => view.challenger);
  const waits = useLabView((view) => rankingContext(view) !== null);
  const isForUser = useLabView((view) => view.contextKind === 'user');
  const { data: summary } = useSummary();
  const { colorOf } = useSignals();
  const [opened, setOpened] = useState<string | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const { explained: pointedAt, show, hide } = useExplained();
  const place = heads.findIndex(({ key }, index) => index > 0 && key === challengerKey);
  const moves = useMemo(() => compareLists((left?.items ?? []).map(idOf), (right?.items ?? []).map(idOf)), [left, right]);
  const scale = useMemo(
    () => barScale([...(left?.items ?? []), ...(right?.items ?? [])].map(({ contributions }) => contributions)),
    [left, right],
  );
  if (failure && (failure.code !== 'SERVICE_GONE' || !left))
    return <FailureNotice failure={failure} title="The lists could not be computed" onRetry={retryLive} />;
  if (!left) return <NoLists waits={waits} />;
  const explained = currentExplanation(pointedAt, (pointedAt?.letter === letterOf(0) ? left : right)?.items);
  const lit = explained?.item.videoId ?? null;
  const asOfMs = summary?.lastTimestampMs ?? null;
  const shared = { isForUser, scale, lit, colorOf, asOfMs, onShow: show, onHide: hide, onOpen: setOpened };
  return (
    <div className={`${classes.lists} ${right ? '' : classes.single}`}>
      {left.note !== null && <p className={classes.note}>{left.note}</p>}
      <RankedList letter={letterOf(0)} variantKey={heads[0]?.key ?? ''} name={heads[0]?.name ?? ''} output={left} {...shared} />
      {right && <MoveCurves moves={moves.moves} lit={lit} rows={Math.max(left.items.length, right.items.length)} />}
      {right && (
        <RankedList
          letter={letterOf(Math.max(1, place))}
          variantKey={challengerKey}
          name={heads[place]?.name ?? ''}
          output={right}
          moves={moves.moves}
          changes={`${moves.newCount} new, ${moves.movedCount} moved`}
          {...shared}
        />
      )}
      {explained && <ExplanationCard explained={explained} />}
      {opened !== null && (
        <WhyHere
          videoId={opened}
          sides={[
            { letter: letterOf(0), variantKey: heads[0]?.key ?? '', list: left },
            ...(right ? [{ letter: letterOf(Math.max(1, place)), variantKey: challengerKey, list: right }] : []),
          ]}
          onClose={close}
        />
      )}
    </div>
  );
}

const NoLists = ({ waits }: { readonly waits: boolean }): ReactElement =>
  waits ? (
    <Loading label="Ranking" />
  ) : (
    <EmptyState inline title="Choose a context for the lists" text="A user, a query, or a seed video." />
  );

const idOf = ({ videoId }: { readonly videoId: string }): string => videoId;
