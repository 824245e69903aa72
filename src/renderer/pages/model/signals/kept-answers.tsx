import type { ReactElement } from 'react';
import { clearScores, useScoreCache } from '../../../api/signals';
import { Panel } from '../../../components/panel';
import { RemoveButton } from '../../../components/remove-button';
import { formatBytes, plural } from '../../../logic/format';
import layout from '../../../components/form-and-results.module.css';

/** The answers of scoring services that the workspace keeps; nothing where there are none. */
export function KeptAnswers(): ReactElement | null {
  const { data } = useScoreCache();
  if (!data || data.answers === 0) return null;
  return (
    <Panel
      title="Answers of scoring services"
      actions={
        <RemoveButton
          id="all answers"
          noun="kept answers"
          loss="Each is asked for again when it is needed, which may cost money."
          onRemove={clearScores}
        />
      }
    >
      <p className={layout.hint}>
        {plural(data.answers, 'answer')} kept, {formatBytes(data.bytes)} of at most {formatBytes(data.mostBytes)}. Those used least recently
        go first.
      </p>
    </Panel>
  );
}
