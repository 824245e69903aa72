import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { SavedExperiment } from '#shared/contract/experiment';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { queryClient } from '../../api/query-client';
import { keys } from '../../api/query-keys';
import { FailureNotice } from '../../components/failed';

/** Name and notes, editable in place. */
export function ExperimentNotes({ experiment }: { readonly experiment: SavedExperiment }): ReactElement {
  const [name, setName] = useState(experiment.name);
  const [notes, setNotes] = useState(experiment.notes);
  const changed = name !== experiment.name || notes !== experiment.notes;
  const save = useMutation({
    mutationFn: () => api().experiment.annotate({ id: experiment.id, name: name.trim(), notes }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.experiments }),
  });
  return (
    <div>
      <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
      <Textarea
        label="Notes"
        mt={8}
        autosize
        minRows={2}
        maxRows={10}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      {save.error && <FailureNotice failure={toFailure(save.error)} />}
      {changed && (
        <Group mt={8} gap={8}>
          <Button loading={save.isPending} disabled={name.trim() === ''} onClick={() => save.mutate()}>
            Save name and notes
          </Button>
        </Group>
      )}
    </div>
  );
}
