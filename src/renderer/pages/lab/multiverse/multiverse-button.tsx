import { ActionIcon } from '@mantine/core';
import { IconTopologyStar3 } from '@tabler/icons-react';
import { memo, type ReactElement } from 'react';
import { openMultiverse } from '../../../stores/multiverse-store';

/** Does not re-render with the numbers beside it. */
export const MultiverseButton = memo(function MultiverseButton({
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
      aria-label={`Multiverse of ${spec}`}
      title="Under every combination of conventions: does the winner flip?"
      onClick={() => openMultiverse(spec)}
    >
      <IconTopologyStar3 size={14} />
    </ActionIcon>
  );
});
