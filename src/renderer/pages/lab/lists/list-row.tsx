import { Tooltip } from '@mantine/core';
import { memo, type ReactElement } from 'react';
import type { RankedVideo } from '#shared/schemas/ranking';
import { useSummary } from '../../../api/queries';
import { categoryColor } from '../../../logic/category-colors';
import { barSegments } from '../../../logic/contribution-bars';
import { formatAge, formatValue } from '../../../logic/format';
import type { Move } from '../../../logic/list-moves';
import { useSignals } from '../hooks/use-signals';
import { ContributionTable } from './contribution-table';
import classes from './lists.module.css';

interface Props {
  readonly item: RankedVideo;
  readonly move: Move | undefined;
  readonly scale: number;
  readonly lit: boolean;
  readonly onLight: (videoId: string | null) => void;
  readonly onOpen: (videoId: string) => void;
}

const arrows = { up: '▲', down: '▼' } as const;

/** How a move is written and read out. */
function moveText({ kind, by, from }: Move): { readonly text: string; readonly spoken: string } {
  if (kind === 'new') return { text: 'new', spoken: 'new' };
  if (kind === 'same') return { text: '', spoken: 'same position' };
  return { text: `${arrows[kind]}${by}`, spoken: `${kind} ${by}, from ${from + 1}` };
}

export const ListRow = memo(function ListRow({ item, move, scale, lit, onLight, onOpen }: Props): ReactElement {
  const { data: summary } = useSummary();
  const category = item.categories[0];
  const age =
    item.publishedAtMs !== null && summary?.lastTimestampMs != null ? formatAge(item.publishedAtMs, summary.lastTimestampMs) : null;
  const moved = move && moveText(move);
  const title = item.title === '' ? item.videoId : item.title;
  return (
    <li className={lit ? classes.lit : undefined} onPointerEnter={() => onLight(item.videoId)} onPointerLeave={() => onLight(null)}>
      <Tooltip
        label={<ContributionTable contributions={item.contributions} score={item.score} sources={item.sources} />}
        openDelay={300}
        position="top-end"
        events={{ hover: true, focus: true, touch: false }}
        classNames={{ tooltip: classes.tooltip ?? '' }}
      >
        <button
          type="button"
          className={classes.row}
          onClick={() => onOpen(item.videoId)}
          aria-label={`${item.position}: ${title}${moved ? `, ${moved.spoken}` : ''}${item.relevant === true ? ', relevant' : ''}, score ${formatValue(item.score)}`}
        >
          <span className={classes.position}>{item.position}</span>
          <span className={`${classes.move} ${move ? classes[move.kind] : ''}`}>{moved?.text}</span>
          <span style={{ minWidth: 0 }}>
            <span className={classes.title}>{title}</span>
            <span className={classes.under}>
              {category !== undefined && <i className={classes.swatch} style={{ background: categoryColor(category) }} />}
              {[category, age].filter(Boolean).join(' · ')}
              {item.relevant === true && <span className={classes.hit}>✓ relevant</span>}
            </span>
          </span>
          <span className={classes.score}>
            {formatValue(item.score)}
            <ContributionBar item={item} scale={scale} />
          </span>
        </button>
      </Tooltip>
    </li>
  );
});

function ContributionBar({ item, scale }: { readonly item: RankedVideo; readonly scale: number }): ReactElement {
  const { colorOf } = useSignals();
  return (
    <span className={classes.bar} aria-hidden>
      {barSegments(item.contributions, scale).map(({ signal, start, width, negative }) => (
        <i
          key={`${signal} ${negative}`}
          className={negative ? classes.minus : undefined}
          style={{ position: 'absolute', left: `${start}%`, width: `${width}%`, height: '100%', backgroundColor: colorOf(signal) }}
        />
      ))}
    </span>
  );
}
