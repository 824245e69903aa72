import { memo, useMemo, type ReactElement } from 'react';
import { allUsersText, liveSegmentChoices, readSegment, writeSegment } from '../../../logic/segments';
import { segmentText } from '#shared/segment-names';
import { useLabView } from '../../../stores/lab-view-store';
import { useLive } from '../../../stores/live-store';
import { useLiveSegments } from '../hooks/use-live-segments';
import classes from './verdict.module.css';

/** Selects the measured users: all test users, or one group. */
export const SegmentSelect = memo(function SegmentSelect(): ReactElement {
  const { data: segments } = useLiveSegments();
  const measured = useLive((live) => live.output?.measuredUserCount ?? 0);
  const all = useLive((live) => live.output?.testUserCount ?? 0);
  const choices = useMemo(() => liveSegmentChoices(segments ?? []), [segments]);
  const chosen = useLabView((view) => view.segment);
  const value = writeSegment(chosen);
  const isOffered = choices.some(({ items }) => items.some((item) => item.value === value));
  return (
    <select
      className={classes.segment}
      aria-label="Group of users"
      title="Test users that the numbers cover"
      value={value}
      onChange={(event) => useLabView.getState().show({ segment: readSegment(event.currentTarget.value) })}
    >
      <option value="">{allUsersText(measured, all)}</option>
      {/* The numbers are of this group also before the groups are known. */}
      {chosen && !isOffered && <option value={value}>{segmentText(chosen)}</option>}
      {choices.map(({ group, items }) => (
        <optgroup key={group} label={group}>
          {items.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
});
