import { useCallback, useMemo, type ReactElement } from 'react';
import type { AbTestDecision, AbTestPoint, GroupLook } from '#shared/schemas/simulate';
import { Chart } from '../../../charts/chart';
import type { ChartColors } from '../../../charts/chart-colors';
import { formatCount } from '../../../logic/format';
import type { AbTestCourse } from '../../../stores/simulate-store';
import { useRuleLabels } from '../audience-fields';
import { courseTable, liftOption } from '../logic/lift-chart';
import { liftExtent } from '../logic/playback';

interface Props {
  readonly course: AbTestCourse;
  /** As far as is shown. */
  readonly points: readonly AbTestPoint[];
  readonly looks: readonly GroupLook[];
  readonly decisions: readonly AbTestDecision[];
  readonly total: number;
  readonly truth: number | null;
  readonly cuped: boolean;
}

/** The lift over users. Its height does not change while the test plays. */
export function LiftChart({ course, points, looks, decisions, total, truth, cuped }: Props): ReactElement {
  const ruleLabels = useRuleLabels();
  const [pointCount, lookCount, decisionCount] = [points.length, looks.length, decisions.length];
  const extent = useMemo(
    () => liftExtent(course.points, total, course.plan?.lift ?? 0, course.output?.outcomes[0]?.truth.lift ?? 0),
    [course.points, course.plan, course.output, total],
  );
  const data = useMemo(
    () => ({ points, looks, decisions, total, extent, truth, cuped, ruleLabels }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the shown parts are prefixes of the course, which their lengths identify
    [course, pointCount, lookCount, decisionCount, total, extent, truth, cuped, ruleLabels],
  );
  const option = useCallback((colors: ChartColors) => liftOption(data, colors), [data]);
  return (
    <Chart
      name={`A-B test ${course.names.join(' ')}`}
      label={`Lift of ${course.names[1]} over ${course.names[0]} after ${formatCount(points[points.length - 1]?.users ?? 0)} of ${formatCount(total)} users`}
      option={option}
      table={() => courseTable(course.points)}
      height={340}
    />
  );
}
