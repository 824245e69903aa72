import { NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../../api/client';
import { workspaceChanged } from '../../../api/query-client';
import { notifyDone } from '../../../components/notify';
import { FormModal } from './form-modal';

const blank = {
  videoId: '',
  title: '',
  description: '',
  categories: [] as string[],
  tags: [] as string[],
  creator: '',
  duration: '' as number | string,
};

/** Adds a video to the catalogue; it can be recommended by its content at once. */
export function AddVideoForm({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }): ReactElement {
  const [form, setForm] = useState(blank);
  const set = (patch: Partial<typeof blank>): void => setForm({ ...form, ...patch });
  const add = useMutation({
    mutationFn: () =>
      api().dataset.addVideo({
        title: form.title.trim(),
        description: form.description,
        categories: form.categories,
        tags: form.tags,
        ...(form.videoId.trim() !== '' && { videoId: form.videoId.trim() }),
        ...(form.creator.trim() !== '' && { creator: form.creator.trim() }),
        ...(typeof form.duration === 'number' && { durationSeconds: form.duration }),
      }),
    onSuccess: async ({ videoId }) => {
      notifyDone(`Added “${form.title}” as ${videoId}`);
      setForm(blank);
      onClose();
      await workspaceChanged();
    },
  });
  return (
    <FormModal
      title="Add a video"
      submitLabel="Add"
      opened={opened}
      busy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Title"
        required
        maxLength={1000}
        value={form.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={form.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <TagsInput label="Categories" value={form.categories} onChange={(categories) => set({ categories })} />
      <TagsInput label="Tags" value={form.tags} onChange={(tags) => set({ tags })} />
      <TextInput label="Creator" value={form.creator} onChange={(event) => set({ creator: event.currentTarget.value })} />
      <NumberInput label="Duration in seconds" min={1} value={form.duration} onChange={(duration) => set({ duration })} />
      <TextInput
        label="Id"
        description="One is made up when this is empty"
        maxLength={500}
        value={form.videoId}
        onChange={(event) => set({ videoId: event.currentTarget.value })}
      />
    </FormModal>
  );
}
