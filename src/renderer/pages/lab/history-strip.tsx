import { memo, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { describeChange } from './logic/describe-change';
import { useLab } from '../../stores/lab-store';
import classes from './history-strip.module.css';
import { useSignals } from '../../api/use-signals';

/** Every state of the Lab as a mark; dragging along them scrubs through the history, and editing an earlier state starts a branch. */
export function HistoryStrip(): ReactElement {
  const history = useLab((lab) => lab.history);
  const { goTo } = useLab.getState();
  const { labelOf } = useSignals();
  const { entries, current } = history;
  const last = entries.length - 1;
  const entry = entries[current];
  const text = entry ? describeChange(entries[entry.parent]?.state, entry.state, labelOf) : '';
  const scrub = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.round((((event.clientX - left) / width - 0.01) / 0.98) * last);
    const target = Math.max(0, Math.min(last, index));
    if (target !== useLab.getState().history.current) goTo(target);
  };
  const press = (event: KeyboardEvent): void => {
    const target = { ArrowLeft: current - 1, ArrowDown: current - 1, ArrowRight: current + 1, ArrowUp: current + 1, Home: 0, End: last }[
      event.key
    ];
    if (target === undefined) return;
    event.preventDefault();
    goTo(Math.max(0, Math.min(last, target)));
  };
  return (
    <div className={classes.strip}>
      <span aria-hidden>History</span>
      <div
        className={classes.time}
        role="slider"
        tabIndex={0}
        aria-label="History"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={current}
        aria-valuetext={text}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          scrub(event);
        }}
        onPointerMove={scrub}
        onKeyDown={press}
      >
        <Marks count={entries.length} current={current} saved={entries.flatMap(({ saved }, index) => (saved ? [index] : [])).join()} />
      </div>
      <span className={classes.text} title={text} aria-hidden>
        {text}
      </span>
    </div>
  );
}

interface MarksProps {
  readonly count: number;
  readonly current: number;
  /** Indexes of saved experiments as a string, so that a drag does not change the selected values. */
  readonly saved: string;
}

const Marks = memo(function Marks({ count, current, saved }: MarksProps): ReactElement {
  const savedSet = new Set(saved.split(',').map(Number));
  const isKept = (index: number): boolean => saved !== '' && savedSet.has(index);
  return (
    <>
      {Array.from({ length: count }, (_unused, index) => (
        <i
          key={index}
          className={index === current ? classes.now : isKept(index) ? classes.saved : undefined}
          style={{ left: `${1 + (count === 1 ? 0 : (index / (count - 1)) * 98)}%` }}
        />
      ))}
    </>
  );
});
