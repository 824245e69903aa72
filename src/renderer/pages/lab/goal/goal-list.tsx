import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';
import { moveVideo, type EditedList } from '../logic/goal';
import classes from './goal.module.css';

interface Props {
  readonly items: readonly RankedVideo[];
  readonly edited: EditedList;
  readonly onEdit: (edited: EditedList) => void;
}

/** The list in its wanted order: rows are dragged, or moved by their arrows and with Alt and the arrow keys. */
export function GoalList({ items, edited, onEdit }: Props): ReactElement {
  const [dragged, setDragged] = useState<string | null>(null);
  const titleOf = (id: string): string => items.find(({ videoId }) => videoId === id)?.title ?? id;
  const press = (event: KeyboardEvent, video: string, place: number): void => {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onEdit(moveVideo(edited, video, place + step));
  };
  return (
    <ol className={classes.list} aria-label="Target order">
      {edited.order.map((video, place) => {
        const title = titleOf(video) || video;
        const before = items.findIndex(({ videoId }) => videoId === video);
        return (
          <li
            key={video}
            className={classes.row}
            data-moved={edited.moved.includes(video) || undefined}
            data-dragged={dragged === video || undefined}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', video);
              setDragged(video);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              if (dragged !== video) onEdit(moveVideo(edited, dragged, place));
            }}
            onDrop={(event) => event.preventDefault()}
            onKeyDown={(event) => press(event, video, place)}
          >
            <IconGripVertical size={14} className={classes.grip} aria-hidden />
            <span className={classes.position}>{place + 1}</span>
            <span className={classes.title}>{title}</span>
            <span className={classes.before}>{before < 0 ? 'not in the list' : before === place ? '' : `was ${before + 1}`}</span>
            <MoveButtons title={title} place={place} last={edited.order.length - 1} onMove={(to) => onEdit(moveVideo(edited, video, to))} />
          </li>
        );
      })}
    </ol>
  );
}

interface MoveProps {
  readonly title: string;
  readonly place: number;
  readonly last: number;
  readonly onMove: (place: number) => void;
}

const MoveButtons = ({ title, place, last, onMove }: MoveProps): ReactElement => (
  <>
    <ActionIcon
      variant="subtle"
      color="gray"
      size={22}
      aria-label={`Move “${title}” up`}
      disabled={place === 0}
      onClick={() => onMove(place - 1)}
    >
      <IconArrowUp size={14} />
    </ActionIcon>
    <ActionIcon
      variant="subtle"
      color="gray"
      size={22}
      aria-label={`Move “${title}” down`}
      disabled={place === last}
      onClick={() => onMove(place + 1)}
    >
      <IconArrowDown size={14} />
    </ActionIcon>
  </>
);
