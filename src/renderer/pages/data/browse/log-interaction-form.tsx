import { Autocomplete, Input, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../../api/client';
import { useSummary } from '../../../api/queries';
import { workspaceChanged } from '../../../api/query-client';
import { notifyDone } from '../../../components/notify';
import { UserPicker } from '../../../components/pickers/user-picker';
import { VideoPicker } from '../../../components/pickers/video-picker';
import { FormModal } from '../../../components/form-modal';

/** Reads what a `datetime-local` field holds as UTC, as all times are shown; undefined for an empty field. */
const momentOf = (text: string): number | undefined => (text === '' ? undefined : Date.parse(`${text}Z`));

/** Logs an interaction of a user with a video, of a kind that the data has or a new one, at the current time unless another is given. */
export function LogInteractionForm({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }): ReactElement {
  const { data: summary } = useSummary();
  const [userId, setUserId] = useState<string | null>(null);
  const [videoId, setVideoId] = useState<string | null>(null);
  const kinds = (summary?.kinds ?? []).map((entry) => entry.kind);
  const [edited, setKind] = useState<string | null>(null);
  const kind = edited ?? kinds[0] ?? 'view';
  const [when, setWhen] = useState('');
  const [value, setValue] = useState<number | string>('');
  const log = useMutation({
    mutationFn: () =>
      api().dataset.logInteraction({
        userId: userId ?? '',
        videoId: videoId ?? '',
        kind: kind.trim(),
        ...(typeof value === 'number' && { value }),
        ...(when !== '' && { timestampMs: momentOf(when) }),
      }),
    onSuccess: async () => {
      notifyDone(`Logged: ${userId ?? ''}, ${kind}, ${videoId ?? ''}`);
      setVideoId(null);
      setValue('');
      setWhen('');
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
      <Input.Wrapper label="User" labelElement="div" required>
        <UserPicker value={userId} onChange={setUserId} width={380} />
      </Input.Wrapper>
      <Input.Wrapper label="Video" labelElement="div" required>
        <VideoPicker label="Video" value={videoId} onChange={setVideoId} width={380} />
      </Input.Wrapper>
      <KindField kinds={kinds} value={kind} onChange={setKind} />
      <NumberInput label="Value" description="A rating or a watched fraction; may stay empty" value={value} onChange={setValue} />
      <TextInput
        type="datetime-local"
        label="When (UTC)"
        description="Empty: now"
        step={1}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
    </FormModal>
  );
}

interface KindFieldProps {
  readonly kinds: string[];
  readonly value: string;
  readonly onChange: (kind: string) => void;
}

const KindField = ({ kinds, value, onChange }: KindFieldProps): ReactElement => (
  <Autocomplete
    label="Kind"
    description="One of the data, or a new one"
    required
    maxLength={50}
    data={kinds}
    filter={({ options }) => options}
    value={value}
    onChange={onChange}
  />
);
