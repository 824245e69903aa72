import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { RecommendOutput } from '#shared/schemas/ranking';
import { VideoDrawer } from '../../../components/video/video-drawer';
import { useSignals } from '../../../api/use-signals';
import { openGoal } from '../../../stores/goal-store';
import { useFlips } from '../hooks/use-flips';
import { flipsOfVideo } from '../logic/flips-of-video';
import { WhyNotDialog } from '../why-not/why-not';
import { ListNote } from '../notes/list-note';
import { ContributionTable } from './contribution-table';
import classes from './lists.module.css';

interface Side {
  readonly letter: string;
  readonly variantKey: string;
  readonly list: RecommendOutput;
}

interface Props {
  readonly videoId: string;
  /** The lists on screen, the baseline's first. */
  readonly sides: readonly Side[];
  readonly onClose: () => void;
}

/** Why a video stands where it stands, in every list on screen, below the lists and not over them; its facts are a press away. */
export function WhyHere({ videoId, sides, onClose }: Props): ReactElement {
  const [facts, setFacts] = useState(false);
  const [traced, setTraced] = useState<string | null>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, [videoId]);
  const places = sides.map(({ list }) => list.items.find((item) => item.videoId === videoId));
  const title = places.find((item) => item !== undefined && item.title !== '')?.title ?? videoId;
  const standing = sides.map(({ letter }, index) => `${letter} ${places[index] ? `#${places[index].position}` : 'not listed'}`);
  return (
    <section
      ref={panel}
      role="dialog"
      aria-label={`Why “${title}” stands where it stands`}
      className={classes.why}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && !facts && traced === null && onClose()}
    >
      <header>
        <b className={classes.title}>{title}</b>
        <span className={classes.zero}>{standing.join(' → ')}</span>
        <Button variant="default" size="compact-xs" onClick={() => setFacts(true)}>
          About the video
        </Button>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label="Close the explanation" onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </header>
      <div className={classes.whySides}>
        {sides.map((side, index) => (
          <SideOfVideo key={side.letter} side={side} item={places[index]} videoId={videoId} onTrace={setTraced} />
        ))}
      </div>
      <VideoDrawer videoId={facts ? videoId : null} onClose={() => setFacts(false)} />
      {traced !== null && <WhyNotDialog videoId={videoId} variantKey={traced} onClose={() => setTraced(null)} />}
    </section>
  );
}

interface SideProps {
  readonly side: Side;
  readonly item: RecommendOutput['items'][number] | undefined;
  readonly videoId: string;
  readonly onTrace: (variantKey: string) => void;
}

/** Contributions and flips where the list has the video; otherwise how to find out why it has not. */
function SideOfVideo({ side: { letter, variantKey, list }, item, videoId, onTrace }: SideProps): ReactElement {
  return (
    <div>
      {item ? (
        <ContributionTable contributions={item.contributions} score={item.score} sources={item.sources} runs={item.runs} />
      ) : (
        <p className={classes.zero}>
          Not among the {list.items.length} of {letter}.
        </p>
      )}
      {item && <Flips variantKey={variantKey} title={item.title === '' ? videoId : item.title} />}
      <div className={classes.whyActions}>
        {item && <ListNote variantKey={variantKey} letter={letter} item={item} />}
        {item ? (
          <Button variant="default" size="compact-xs" onClick={() => openGoal(variantKey)}>
            Move it in {letter}
          </Button>
        ) : (
          <Button variant="default" size="compact-xs" onClick={() => onTrace(variantKey)}>
            Why not in {letter}?
          </Button>
        )}
      </div>
    </div>
  );
}

/** The nearest weights at which the video changes places with its neighbours. */
function Flips({ variantKey, title }: { readonly variantKey: string; readonly title: string }): ReactElement | null {
  const { ticks } = useFlips(variantKey);
  const { labelOf } = useSignals();
  const flips = flipsOfVideo(ticks, title);
  if (flips.length === 0) return null;
  return (
    <ul className={classes.flips}>
      {flips.map(({ signal, tick }) => (
        <li key={`${signal} ${tick.value}`}>
          {labelOf(signal)}: {tick.label}
        </li>
      ))}
    </ul>
  );
}
