import { memo, type ReactElement } from 'react';
import { tieText } from '#shared/list-ties';
import type { ListTie, RankedVideo } from '#shared/schemas/ranking';
import { useCategoryColor } from '../../../stores/category-store';
import { barSegments } from '../logic/contribution-bars';
import { formatAge, formatValue } from '../../../logic/format';
import { moveText, type Move } from '../logic/list-moves';
import classes from './lists.module.css';

interface Props {
  readonly item: RankedVideo;
  /** Of the list. */
  readonly letter: string;
  readonly move: Move | undefined;
  readonly scale: number;
  readonly lit: boolean;
  readonly colorOf: (signal: string) => string;
  readonly asOfMs: number | null;
  /** The note on the video at this place. */
  readonly note: string | undefined;
  readonly onShow: (item: RankedVideo, row: HTMLElement, letter: string) => void;
  readonly onHide: () => void;
  readonly onOpen: (videoId: string) => void;
}

/** Plain elements only: rows re-render at every slider position. */
export const ListRow = memo(function ListRow({
  item,
  letter,
  move,
  scale,
  lit,
  colorOf,
  asOfMs,
  note,
  onShow,
  onHide,
  onOpen,
}: Props): ReactElement {
  const { videoId, position, score, tie, relevant, publishedAtMs } = item;
  const category = item.categories[0];
  const categoryColor = useCategoryColor();
  const age = publishedAtMs !== null && asOfMs !== null ? formatAge(publishedAtMs, asOfMs) : undefined;
  const moved = move && moveText(move);
  const title = item.title === '' ? videoId : item.title;
  return (
    <li className={lit ? classes.lit : undefined}>
      <button
        type="button"
        className={classes.row}
        onClick={() => onOpen(videoId)}
        onPointerEnter={(event) => onShow(item, event.currentTarget, letter)}
        onPointerLeave={onHide}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && onShow(item, event.currentTarget, letter)}
        onBlur={onHide}
      >
        <span className={classes.position}>{position}</span>
        <span className={`${classes.move} ${move ? classes[move.kind] : ''}`}>
          <span aria-hidden>{moved?.text}</span>
          {moved && <span className="visually-hidden">{moved.spoken}</span>}
        </span>
        <span className={classes.what}>
          <span className={classes.title}>{title}</span>
          <span className={classes.under}>
            {category !== undefined && <i className={classes.swatch} style={{ background: categoryColor(category) }} />}
            <span className={classes.kind}>{[category, age].filter(Boolean).join(' · ')}</span>
            <Signs tie={tie} relevant={relevant} note={note} />
          </span>
        </span>
        <span className={classes.score}>
          {formatValue(score)}
          <span className={classes.bar} aria-hidden>
            {barSegments(item.contributions, scale).map(({ signal, start, width, negative }) => (
              <i
                key={`${signal} ${negative}`}
                className={negative ? classes.minus : undefined}
                style={{ left: `${start}%`, width: `${width}%`, backgroundColor: colorOf(signal) }}
              />
            ))}
          </span>
        </span>
      </button>
    </li>
  );
});

interface SignsProps {
  readonly tie: ListTie | undefined;
  readonly relevant: boolean | null;
  readonly note: string | undefined;
}

/** What is said of a row beside its category: an equal score, relevance in the test, a note. */
const Signs = ({ tie, relevant, note }: SignsProps): ReactElement => (
  <>
    {tie && <TieMark tie={tie} />}
    {relevant === true && <span className={classes.hit}>✓ relevant</span>}
    {note !== undefined && <NoteSign text={note} />}
  </>
);

function NoteSign({ text }: { readonly text: string }): ReactElement {
  return (
    <span className={classes.noted} title={text}>
      <span aria-hidden>✎</span>
      <span className="visually-hidden">Note: {text}</span>
    </span>
  );
}

function TieMark({ tie }: { readonly tie: ListTie }): ReactElement {
  return (
    <span className={classes.tie} title={`${tie.count} candidates have this score: the lower row stands first`}>
      {tieText(tie)}
    </span>
  );
}
