import { Drawer, NativeSelect } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import { relevanceText, splitText } from '#shared/test-part-text';
import { useExperiment } from '../../api/queries';
import { ConventionList } from '../../components/convention-list';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { CopyTable } from '../../components/copy-table';
import { Facts } from '../../components/facts';
import { formatMinute, plural } from '../../logic/format';
import { lossSentences, segmentChoices, variantsOf } from '../../logic/segments';
import { paperTable } from '../../logic/paper-table';
import { resultTable } from '../../logic/result-table';
import { useExperimentsView } from '../../stores/experiments-store';
import { useNoteDialog } from '../../stores/note-store';
import { ExperimentActions } from './experiment-actions';
import { ExperimentNote } from './experiment-note';
import { ExperimentNotes } from './experiment-notes';
import classes from './experiments.module.css';
import { NotesOnNumbers } from './notes-on-numbers';
import { ResultTable } from './result-table';
import { SettingsThatDiffer } from './settings-that-differ';

/** One saved run in full. */
export function ExperimentDrawer({ summary }: { readonly summary: ExperimentSummary | undefined }): ReactElement {
  const { data: experiment, error, refetch } = useExperiment(summary?.id ?? null);
  // Escape closes the note being written, not the drawer behind it.
  const isNoting = useNoteDialog(({ opened }) => opened);
  const close = (): void => useExperimentsView.getState().update({ opened: null });
  return (
    <Drawer
      opened={summary !== undefined}
      onClose={close}
      closeOnEscape={!isNoting}
      position="right"
      size={760}
      title={summary?.name ?? ''}
    >
      {error && <Failed error={error} title="The run cannot be read" onRetry={() => void refetch()} />}
      {summary && !experiment && !error && <Loading label="Reading the run" />}
      {summary && experiment && <Details key={experiment.id} experiment={experiment} />}
    </Drawer>
  );
}

/** Settings and fingerprints of a run, as labels and values. */
function factsOf({ config, result, createdAtMs }: SavedExperiment): readonly (readonly [string, string])[] {
  const family = result.segments?.[0]?.family;
  return [
    ['Saved', formatMinute(createdAtMs)],
    ['Split', splitText(config.split)],
    ['Relevant', relevanceText(config.relevance)],
    ['Users', `${plural(result.testUserCount, 'test user')} of ${result.userCount}`],
    ['Tests', `${result.familySize}, corrected by ${config.statistics.correction}`],
    ...(family ? [['Tests within groups', `${family.size}, corrected by ${family.correction}`] as const] : []),
    ...(result.warmth ? [['Warm and cold users', `${result.warmth.warm} and ${result.warmth.cold}`] as const] : []),
    ...result.variants.flatMap(({ name, lists }) =>
      lists && lists.fallback + lists.empty + lists.leftOut > 0
        ? [[`Lists of ${name}`, `${lists.fallback} fallback, ${lists.empty} empty, ${lists.leftOut} left out`] as const]
        : [],
    ),
    ['Seed', String(config.seed)],
    ['Index', result.indexDescription],
    ['Data', result.datasetFingerprint.slice(0, 16)],
    ['Split fingerprint', result.splitFingerprint.slice(0, 16)],
  ];
}

function Details({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const { result } = experiment;
  const [segment, setSegment] = useState('');
  const measured = segment === '' ? undefined : result.segments?.[Number(segment)];
  const group = measured ? { segmentation: measured.segmentation, segment: measured.segment } : null;
  const losers = lossSentences(result);
  return (
    <div className={classes.stack}>
      <ExperimentActions experiment={experiment} />
      <ExperimentNotes experiment={experiment} />
      <div>
        <div className={classes.bar} style={{ marginBottom: 0 }}>
          <h3 className={classes.heading}>Metrics</h3>
          <NativeSelect
            aria-label="Group of users"
            data={segmentChoices(result)}
            value={segment}
            onChange={(event) => setSegment(event.currentTarget.value)}
          />
          <span className={classes.spacer} />
          <CopyTable
            what="metrics"
            table={() => resultTable({ variants: variantsOf(result, segment) })}
            paper={() => paperTable({ ...result, variants: variantsOf(result, segment) })}
          />
        </div>
        <ResultTable
          variants={variantsOf(result, segment)}
          noteAt={(place) => <ExperimentNote experiment={experiment} place={{ ...place, segment: group }} />}
        />
      </div>
      <NotesOnNumbers experiment={experiment} />
      <SettingsThatDiffer experiment={experiment} />
      {losers.length > 0 && (
        <div>
          <h3 className={classes.heading}>Groups that lose</h3>
          <ul className={classes.losers}>
            {losers.map((loser) => (
              <li key={loser}>{loser}</li>
            ))}
          </ul>
        </div>
      )}
      <Facts facts={factsOf(experiment)} />
      {result.conventions && <ConventionList conventions={result.conventions} />}
    </div>
  );
}
