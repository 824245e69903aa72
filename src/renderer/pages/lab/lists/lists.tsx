import { useMemo, useState, type ReactElement } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { FailureNotice } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { barScale } from '../../../logic/contribution-bars';
import { letterOf } from '../../../logic/lab-document';
import { compareLists } from '../../../logic/list-moves';
import { rankingContext } from '../../../logic/ranking-context';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { VideoDrawer } from '../../../components/video-drawer';
import classes from './lists.module.css';
import { MoveCurves } from './move-curves';
import { RankedList } from './ranked-list';

/** Both lists side by side, joined by how far each video moved. */
export function Lists(): ReactElement {
  const left = useLive((live) => live.baselineList);
  const right = useLive((live) => live.challengerList);
  const failure = useLive((live) => live.listFailure);
  const variants = useLabDocument((document) => document.variants);
  const challengerKey = useLabView((view) => view.challenger);
  const waits = useLabView((view) => rankingContext(view) !== null);
  const [lit, setLit] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const place = variants.findIndex(({ key }, index) => index > 0 && key === challengerKey);
  const moves = useMemo(() => compareLists((left?.items ?? []).map(idOf), (right?.items ?? []).map(idOf)), [left, right]);
  const scale = useMemo(
    () => barScale([...(left?.items ?? []), ...(right?.items ?? [])].map(({ contributions }) => contributions)),
    [left, right],
  );
  if (failure) return <FailureNotice failure={failure} title="The lists could not be made" />;
  if (!left)
    return waits ? (
      <Loading label="Ranking" />
    ) : (
      <EmptyState inline title="Choose what the lists are for" text="A user, a query, or a video to resemble." />
    );
  const shared = { scale, lit, onLight: setLit, onOpen: setOpened };
  const changes = right && `${moves.newCount} new, ${moves.movedCount} moved`;
  return (
    <div className={`${classes.lists} ${right ? '' : classes.single}`}>
      {left.note !== null && <p className={classes.note}>{left.note}</p>}
      <RankedList letter={letterOf(0)} name={variants[0]?.variant.name ?? ''} output={left} {...shared} />
      {right && <MoveCurves moves={moves.moves} lit={lit} rows={Math.max(left.items.length, right.items.length)} />}
      {right && (
        <RankedList
          letter={letterOf(Math.max(1, place))}
          name={variants[place]?.variant.name ?? ''}
          output={right}
          moves={moves.moves}
          changes={changes}
          {...shared}
        />
      )}
      <VideoDrawer videoId={opened} onClose={() => setOpened(null)} />
    </div>
  );
}

const idOf = ({ videoId }: { readonly videoId: string }): string => videoId;
