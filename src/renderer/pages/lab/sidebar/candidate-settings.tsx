import { ActionIcon, Popover } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useRegistries } from '../../../api/queries';
import { formatCount } from '../../../logic/format';
import type { LabVariant } from '../../../logic/lab-document';
import { useLab } from '../../../stores/lab-store';
import { CandidateForm } from './candidate-form';
import classes from './sidebar.module.css';

/** How the pool of candidates is made: in short, with a form behind the pencil. */
export function CandidateSettingsPanel({ entry }: { readonly entry: LabVariant }): ReactElement {
  const { data } = useRegistries();
  const { sources, merge, poolSize, universe, removeSeen } = entry.variant.candidates;
  const labelOf = (id: string): string => data?.candidateSources.find((source) => source.id === id)?.label ?? id;
  return (
    <section aria-label="Candidates">
      <h3 className={classes.heading}>
        Candidates
        <Popover width={300} position="right" shadow="md" trapFocus returnFocus onClose={useLab.getState().endGesture}>
          <Popover.Target>
            <ActionIcon variant="subtle" size={20} color="gray" aria-label="Change candidates" title="Change">
              <IconPencil size={13} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <CandidateForm entry={entry} />
          </Popover.Dropdown>
        </Popover>
      </h3>
      <div className={classes.pairs}>
        {sources.map(({ id, limit }) => (
          <div key={id} className={classes.pair}>
            {labelOf(id)} <b>{formatCount(limit)}</b>
          </div>
        ))}
        <div className={classes.pair}>
          Merge <b>{merge.id === 'rrf' ? `RRF, k = ${merge.k}` : 'best score'}</b>
        </div>
        <div className={classes.pair}>
          Pool{' '}
          <b>
            {formatCount(poolSize)}
            {universe === 'all' ? ' of all videos' : ''}
          </b>
        </div>
        <div className={classes.pair}>
          Seen videos <b>{removeSeen ? 'removed' : 'kept'}</b>
        </div>
      </div>
    </section>
  );
}
