import { Autocomplete, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../../api/client';
import { useSummary } from '../../../api/queries';
import { workspaceChanged } from '../../../api/query-client';
import { notifyDone } from '../../../components/notify';
import { UserPicker } from '../../../components/pickers/user-picker';
import { VideoPicker } from '../../../components/pickers/video-picker';
import { FormModal } from '../../../components/form-modal';

/** Logs an interaction of a user with a video at the current time. */
export function LogInteractionForm({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }): ReactElement {
  const { data: summary } = useSummary();
  const [userId, setUserId] = useState<string | null>(null);
  const [videoId, setVideoId] = useState<string | null>(null);
  const [kind, setKind] = useState('view');
  const [value, setValue] = useState<number | string>('');
  const log = useMutation({
    mutationFn: () =>
      api().dataset.logInteraction({
        userId: userId ?? '',
        videoId: videoId ?? '',
        kind: kind.trim(),
        ...(typeof value === 'number' && { value }),
      }),
    onSuccess: async () => {
      notifyDone(`Logged: ${userId ?? ''}, ${kind}, ${videoId ?? ''}`);
      setVideoId(null);
      setValue('');
      onClose();
      await workspaceChanged();
    },
  });
  return (
    <FormModal
      title="Log an interaction"
      submitLabel="Log"
      opened={opened}
      busy={log.isPending}
      error={log.error}
      onSubmit={() => log.mutate()}
      onClose={onClose}
    >
      <UserPicker value={userId} onChange={setUserId} />
      <VideoPicker label="Video" value={videoId} onChange={setVideoId} width={380} />
      <Autocomplete
        label="Kind"
        required
        maxLength={50}
        data={(summary?.kinds ?? []).map((entry) => entry.kind)}
        value={kind}
        onChange={setKind}
      />
      <NumberInput label="Value" description="A rating or a watched fraction; may stay empty" value={value} onChange={setValue} />
    </FormModal>
  );
}
