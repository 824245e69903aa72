import { NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { dayOf, momentOf, type VideoFields } from '../../logic/video-fields';

interface Props {
  readonly fields: VideoFields;
  readonly onChange: (fields: VideoFields) => void;
  /** The id of an existing video is read-only. */
  readonly isNew: boolean;
}

/** Form for the properties of a video. */
export function VideoForm({ fields, onChange, isNew }: Props): ReactElement {
  const set = (patch: Partial<VideoFields>): void => onChange({ ...fields, ...patch });
  return (
    <>
      <TextInput
        label="Title"
        required
        maxLength={1000}
        value={fields.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={fields.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <TagsInput label="Categories" value={[...fields.categories]} onChange={(categories) => set({ categories })} />
      <TagsInput label="Tags" value={[...fields.tags]} onChange={(tags) => set({ tags })} />
      <TextInput label="Creator" value={fields.creator} onChange={(event) => set({ creator: event.currentTarget.value })} />
      <TextInput
        label="Published on"
        type="date"
        value={dayOf(fields.publishedAtMs)}
        onChange={(event) => set({ publishedAtMs: momentOf(event.currentTarget.value, fields.publishedAtMs) })}
      />
      <NumberInput label="Duration in seconds" min={0} value={fields.duration} onChange={(duration) => set({ duration })} />
      {isNew && (
        <TextInput
          label="Id"
          description="Generated when empty"
          maxLength={500}
          value={fields.videoId}
          onChange={(event) => set({ videoId: event.currentTarget.value })}
        />
      )}
    </>
  );
}
