import { IconTopologyStar3 } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { openMultiverse } from '../../../stores/multiverse-store';
import { MetricButton } from '../verdict/metric-button';

interface Props {
  readonly spec: string;
  readonly className?: string | undefined;
}

export const MultiverseButton = ({ spec, className }: Props): ReactElement => (
  <MetricButton
    {...{ spec, className }}
    icon={IconTopologyStar3}
    label={`Multiverse of ${spec}`}
    title="Under every combination of conventions: does the winner flip?"
    onOpen={openMultiverse}
  />
);
