import { ActionIcon } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { WorkspaceInfo } from '#shared/schemas/system';
import { useExperiments } from '../../api/queries';
import { Panel } from '../../components/panel';
import { showGuide, useGuide } from '../../stores/guide-store';
import { useNavigation } from '../../stores/navigation-store';
import classes from './first-steps.module.css';
import { firstSteps } from './logic/first-steps';

const none: readonly string[] = [];

/** Data → model → compare → decide → export: ticks itself, and each step leads to its page. */
export function FirstStepsPanel({ workspace }: { readonly workspace: WorkspaceInfo }): ReactElement | null {
  const { data: experiments } = useExperiments();
  const dismissed = useGuide((guide) => guide.dismissed);
  const marks = useGuide((guide) => guide.done[workspace.path] ?? none);
  const go = useNavigation((navigation) => navigation.go);
  if (dismissed) return null;
  const steps = firstSteps({
    ...workspace,
    hasCompared: marks.includes('compare'),
    savedRuns: experiments?.length ?? 0,
    hasExported: marks.includes('export'),
  });
  const count = steps.filter(({ done }) => done).length;
  return (
    <Panel
      title="First five minutes"
      note={`${count} of ${steps.length} done`}
      className={classes.panel}
      actions={
        <ActionIcon variant="subtle" color="gray" size={22} aria-label="Dismiss the first steps" onClick={() => showGuide(false)}>
          <IconX size={14} />
        </ActionIcon>
      }
    >
      <ol className={classes.steps} aria-label="First steps">
        {steps.map(({ id, title, text, page, params, done, open }) => (
          <li key={id}>
            <button type="button" className={classes.step} disabled={!open} onClick={() => go(page, { ...params })}>
              {done ? (
                <IconCircleCheckFilled size={18} className={classes.done} role="img" aria-label="done:" />
              ) : (
                <IconCircle size={18} className={classes.open} role="img" aria-label="to do:" />
              )}
              <b>{title}</b>
              <small>{text}</small>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
