import type { ReactElement } from 'react';
import type { LiveOutput } from '#shared/schemas/live';
import { CopyTable } from '../../../components/copy-table';
import { formatBytes, formatDuration } from '../../../logic/format';
import { paperTable } from '../../../logic/paper-table';
import { resultTable } from '../../../logic/result-table';
import { verdictNotes } from '../logic/verdict-notes';
import { useLabDocument } from '../../../stores/lab-store';
import { useLive } from '../../../stores/live-store';
import { NotesButton } from '../notes/notes-button';
import { EffectSelect } from './effect-select';
import { LooksButton } from './looks-button';
import { MetricsMenu } from './metrics-menu';
import { SegmentSelect } from './segment-select';
import classes from './verdict.module.css';

interface HeadProps {
  readonly title: string;
  readonly challenger: LiveOutput['variants'][number] | undefined;
}

/** What is compared, its notes, the time it took, and the choices of group, unit and metrics. */
export function VerdictHead({ title, challenger }: HeadProps): ReactElement {
  const { output, exact } = useLive();
  const hasNotes = useLabDocument(({ numberNotes }) => numberNotes.length > 0);
  const notes = output ? verdictNotes(output, challenger) : [];
  return (
    <div className={classes.head}>
      <h2>{title}</h2>
      <span className={classes.meta}>
        {output && (
          <span
            className={classes.elapsed}
            title={`Time the engine took for these numbers. Candidates and signals hold ${formatBytes(output.heldBytes)}`}
          >
            {exact ? `exact, ${formatDuration(output.elapsedMs)}` : formatDuration(output.elapsedMs)}
          </span>
        )}
        {output && <SegmentSelect />}
        {challenger && <EffectSelect />}
        {output && <CopyTable what="metrics" table={() => resultTable(output)} paper={() => paperTable(output)} />}
        <MetricsMenu />
      </span>
      <span className={classes.notes} title={(output?.statements ?? []).join('\n')}>
        {notes.join(' · ')}
        {output && output.testLooks > 0 && (
          <>
            {' · '}
            <LooksButton looks={output.testLooks} />
          </>
        )}
        {hasNotes && ' · '}
        <NotesButton />
      </span>
    </div>
  );
}
