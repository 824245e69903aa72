import { useMemo, type ReactElement } from 'react';
import { MultiverseDialog } from '../../charts/multiverse/multiverse-dialog';
import { currentState } from '../../logic/history';
import { labConfig } from '../../logic/lab-config';
import { useLab } from '../../stores/lab-store';
import { useMultiverse } from '../../stores/multiverse-store';

/** The Lab's comparison by one metric, under every combination of conventions. */
export function LabMultiverse(): ReactElement {
  const asked = useMultiverse(({ runId, metric }) => (runId === null ? metric : null));
  const history = useLab((lab) => lab.history);
  const config = useMemo(() => labConfig(currentState(history)), [history]);
  return <MultiverseDialog metric={asked} config={config} what="comparison of the Lab" />;
}
