import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import type { GoalInput } from '#shared/schemas/goal';
import type { RankedVideo, RankingContext } from '#shared/schemas/ranking';
import type { Variant } from '#shared/schemas/variant';
import { VideoPicker } from '../../../components/pickers/video-picker';
import { letterOf } from '../../../logic/lab-document';
import { rankingContext } from '../../../logic/ranking-context';
import { closeGoal, useGoal } from '../../../stores/goal-store';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { usePreferences } from '../../../stores/preferences-store';
import { bringIn, goalMoves, type EditedList } from '../logic/goal';
import { GoalAnswer } from './goal-answer';
import { GoalList } from './goal-list';
import classes from './goal.module.css';

/** Rearranges a list and seeks the weights that give it. */
export function GoalDialog(): ReactElement {
  const key = useGoal((goal) => goal.variantKey);
  const place = useLabDocument(({ variants }) => variants.findIndex((entry) => entry.key === key));
  const variant = useLabDocument(({ variants }) => variants[place]?.variant);
  // As text, because a new object at every reading would render without end.
  const contextText = useLabView((view) => JSON.stringify(rankingContext(view)));
  const context = useMemo(() => JSON.parse(contextText) as RankingContext | null, [contextText]);
  const list = useLive((live) => (place === 0 ? live.baselineList : live.challengerList));
  return (
    <Modal
      opened={key !== null}
      onClose={closeGoal}
      title={`Weights for another order of ${letterOf(Math.max(0, place))}`}
      size={780}
      centered
    >
      {key !== null && variant && context && list && <Goal variantKey={key} variant={variant} context={context} items={list.items} />}
    </Modal>
  );
}

interface Props {
  readonly variantKey: string;
  readonly variant: Variant;
  readonly context: RankingContext;
  readonly items: readonly RankedVideo[];
}

type Norm = GoalInput['norm'];

function Goal({ variantKey, variant, context, items: current }: Props): ReactElement {
  // The list as it was when the dialog opened: accepting weights changes the one below.
  const [items] = useState(current);
  const [edited, edit] = useState<EditedList>({ order: items.map(({ videoId }) => videoId), moved: [] });
  const [norm, setNorm] = useState<Norm>('l2');
  const [asked, ask] = useState<{ readonly edited: EditedList; readonly norm: Norm } | null>(null);
  const document = useLabDocument((lab) => lab);
  const locked = useLabView((view) => view.locked);
  const memoryMb = usePreferences((preferences) => preferences.liveMemoryMb);
  const { split, relevance, scoreTies, seed, metrics } = document;
  const question = asked && {
    ...{ split, relevance, scoreTies, seed, variant, context, norm: asked.norm, metrics: [...metrics], limit: items.length },
    ...(memoryMb !== null && { memoryBytes: memoryMb * 1_000_000 }),
    moves: goalMoves(asked.edited),
    locked: locked.flatMap((slot) => (slot.startsWith(`${variantKey}/`) ? [slot.slice(variantKey.length + 1)] : [])),
  };
  return (
    <div className={classes.goal}>
      <p className={classes.note}>Drag videos to where they should stand, or use their arrows. Locked sliders keep their weights.</p>
      <GoalList items={items} edited={edited} onEdit={edit} />
      <div className={classes.controls}>
        <VideoPicker label="Add a video to the list" value={null} onChange={(id) => edit((now) => bringIn(now, id))} width={230} />
        <SegmentedControl
          aria-label="Change of weights"
          size="xs"
          data={[
            { value: 'l2', label: 'All change a little' },
            { value: 'l1', label: 'Few change' },
          ]}
          value={norm}
          onChange={(value) => setNorm(value === 'l1' ? 'l1' : 'l2')}
        />
        <Button disabled={edited.moved.length === 0} onClick={() => ask({ edited, norm })}>
          Find weights
        </Button>
      </div>
      {question && <GoalAnswer key={JSON.stringify(question.moves)} variantKey={variantKey} question={question} />}
    </div>
  );
}
