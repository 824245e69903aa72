import { Button } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { placeKey } from '#shared/number-notes';
import type { NotePlace } from '#shared/schemas/number-note';
import type { SavedExperiment } from '#shared/contract/experiment';
import { MultiverseDialog } from '../../charts/multiverse/multiverse-dialog';
import type { PointNotes } from '../../charts/multiverse/point-notes';
import { openExperimentNote } from './note-flows';
import { openMultiverse, useMultiverse } from '../../stores/multiverse-store';

/** A saved run's comparison under every combination of conventions: its own configuration, whatever the Lab shows. */
export function RunMultiverse({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const { id, name, config, numberNotes } = experiment;
  const asked = useMultiverse(({ runId, metric }) => (runId === id ? metric : null));
  const [metric = 'ndcg@10'] = config.metrics;
  const notes = useMemo<PointNotes>(() => {
    const noteAt = (place: NotePlace) => numberNotes.find((note) => placeKey(note.place) === placeKey(place));
    return { textOf: (place) => noteAt(place)?.text, open: (place) => openExperimentNote(id, place, noteAt(place)) };
  }, [id, numberNotes]);
  return (
    <>
      <Button
        variant="default"
        title="Would the verdict hold under other conventions? Counts as a look at every test part"
        onClick={() => openMultiverse(metric, id)}
      >
        Multiverse
      </Button>
      <MultiverseDialog
        metric={asked}
        config={config}
        what={`comparison of the run “${name}”`}
        notes={notes}
        onMetric={(other) => openMultiverse(other, id)}
      />
    </>
  );
}
