import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { NamedSignal } from '#shared/schemas/signal';
import { useRegistries } from '../../../api/queries';
import { undoSignalChange, useDefinedSignals, useRemoveSignal } from '../../../api/signals';
import { EmptyState } from '../../../components/empty-state';
import { Failed, FailureNotice } from '../../../components/failed';
import { Loading } from '../../../components/loading';
import { notifyUndo } from '../../../components/notify';
import { Panel } from '../../../components/panel';
import { toFailure } from '../../../logic/failure';
import layout from '../../../components/form-and-results.module.css';
import { freshSignal } from './draft';
import { KeptAnswers } from './kept-answers';
import { SignalForm } from './signal-form';
import { SignalPreviewPanel } from './signal-preview-panel';
import classes from './signals.module.css';

/** The workspace's own signals: what is defined, a form, and what the definition gives on the data. */
export function SignalsPanel(): ReactElement {
  const { data: defined, error, refetch } = useDefinedSignals();
  const remove = useRemoveSignal();
  const [draft, setDraft] = useState<NamedSignal | null>(null);
  if (error) return <Failed error={error} title="The signals cannot be read" onRetry={() => void refetch()} />;
  if (!defined) return <Loading label="Reading the signals" />;
  const removeSignal = (id: string): void =>
    remove.mutate(id, {
      onSuccess: () => {
        if (draft?.id === id) setDraft(null);
        notifyUndo(`The signal ${id} is removed`, () => void undoSignalChange());
      },
    });
  return (
    <div className={layout.columns}>
      <div className={layout.stack}>
        <Panel
          title="Defined signals"
          actions={
            <Button variant="default" onClick={() => setDraft(freshSignal(defined))}>
              New signal
            </Button>
          }
        >
          {defined.length === 0 ? (
            <p className={layout.hint}>
              None yet. A column of the videos, a file of scores or a formula becomes a slider of the Lab, beside the built-in signals.
            </p>
          ) : (
            <SignalList defined={defined} openId={draft?.id} onOpen={setDraft} onRemove={removeSignal} />
          )}
          {remove.error && <FailureNotice failure={toFailure(remove.error)} />}
        </Panel>
        <KeptAnswers />
        {draft && (
          <Panel title="Definition">
            <SignalForm draft={draft} defined={defined} onChange={setDraft} />
          </Panel>
        )}
      </div>
      {draft ? (
        <SignalPreviewPanel draft={draft} />
      ) : (
        <EmptyState
          inline
          title="No signal is open"
          text="Open one, or define a new one, to see its coverage, its range and the videos with the highest values."
        />
      )}
    </div>
  );
}

interface ListProps {
  readonly defined: readonly NamedSignal[];
  readonly openId: string | undefined;
  readonly onOpen: (signal: NamedSignal) => void;
  readonly onRemove: (id: string) => void;
}

function SignalList({ defined, openId, onOpen, onRemove }: ListProps): ReactElement {
  const { data: registries } = useRegistries();
  return (
    <ul className={classes.list}>
      {defined.map((signal) => (
        <li key={signal.id} className={classes.item}>
          <button type="button" className={classes.open} aria-current={openId === signal.id} onClick={() => onOpen(signal)}>
            <b>{signal.label ?? signal.id}</b>
            <span>{registries?.signalKinds.find(({ id }) => id === signal.kind)?.label ?? signal.kind}</span>
          </button>
          <Button variant="subtle" size="compact-xs" aria-label={`Remove ${signal.id}`} onClick={() => onRemove(signal.id)}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
