import { memo, type ReactElement } from 'react';
import { LabNoteMark } from '../../../components/number-notes/lab-note-mark';
import { useLabDocument } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import type { NotePlace } from '#shared/schemas/number-note';

interface Props {
  readonly spec: string;
  /** Warm or cold users; null: the users of the whole panel. */
  readonly group: string | null;
  readonly className?: string | undefined;
}

/** The note on a metric of the panel: on the difference, or on the value of a variant alone. */
export const MetricNote = memo(function MetricNote({ spec, group, className }: Props): ReactElement {
  const challenger = useLabView((view) => view.challenger);
  const chosen = useLabView((view) => view.segment);
  const baseline = useLabDocument(({ variants }) => variants[0]?.key ?? '');
  const hasChallenger = useLabDocument(({ variants }) => variants.some(({ key }, index) => index > 0 && key === challenger));
  const segment = group === null ? chosen : { segmentation: 'warmth', segment: group };
  const pair = hasChallenger ? { variant: challenger, baseline } : { variant: baseline, baseline: null };
  const place: NotePlace = { kind: 'metric', ...pair, metric: spec, segment };
  return <LabNoteMark place={place} className={className} />;
});
