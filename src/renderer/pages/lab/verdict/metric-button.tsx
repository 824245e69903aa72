import { ActionIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { memo, type ReactElement } from 'react';

interface Props {
  readonly spec: string;
  readonly icon: Icon;
  readonly label: string;
  readonly title: string;
  /** Takes the metric, so that it can be the same function at every render. */
  readonly onOpen: (spec: string) => void;
  readonly className?: string | undefined;
}

/** Opens a dialog about one metric. It does not re-render with the numbers beside it. */
export const MetricButton = memo(function MetricButton({ spec, icon: Symbol, label, title, onOpen, className }: Props): ReactElement {
  return (
    <ActionIcon className={className} variant="subtle" color="gray" size={20} aria-label={label} title={title} onClick={() => onOpen(spec)}>
      <Symbol size={14} />
    </ActionIcon>
  );
});
