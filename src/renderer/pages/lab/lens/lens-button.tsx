import { ActionIcon } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { memo, type ReactElement } from 'react';
import { openLens } from '../../../stores/lens-store';

/** Does not re-render with the numbers beside it. */
export const LensButton = memo(function LensButton({
  spec,
  className,
}: {
  readonly spec: string;
  readonly className?: string | undefined;
}): ReactElement {
  return (
    <ActionIcon
      className={className}
      variant="subtle"
      color="gray"
      size={20}
      aria-label={`Other definitions of ${spec}`}
      title="Under other definitions: does the winner flip?"
      onClick={() => openLens(spec)}
    >
      <IconZoomQuestion size={14} />
    </ActionIcon>
  );
});
