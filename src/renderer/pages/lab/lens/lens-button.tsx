import { IconZoomQuestion } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { openLens } from '../../../stores/lens-store';
import { MetricButton } from '../verdict/metric-button';

interface Props {
  readonly spec: string;
  readonly className?: string | undefined;
}

export const LensButton = ({ spec, className }: Props): ReactElement => (
  <MetricButton
    {...{ spec, className }}
    icon={IconZoomQuestion}
    label={`Other definitions of ${spec}`}
    title="Under other definitions: does the winner flip?"
    onOpen={openLens}
  />
);
