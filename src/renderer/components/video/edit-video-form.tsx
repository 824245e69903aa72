import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { VideoRow } from '#shared/schemas/dataset';
import { fieldsOf } from '../../logic/video-fields';
import { FormModal } from '../form-modal';
import { VideoForm } from './video-form';
import { updateVideo } from './video-actions';

/** Edits the properties of a video; lists update at once. Remount it for every video. */
export function EditVideoForm({ video, onClose }: { readonly video: VideoRow; readonly onClose: () => void }): ReactElement {
  const [fields, setFields] = useState(() => fieldsOf(video));
  const save = useMutation({ mutationFn: () => updateVideo(video, fields), onSuccess: onClose });
  return (
    <FormModal
      title={`Edit ${video.videoId}`}
      submitLabel="Save"
      opened
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <VideoForm fields={fields} onChange={setFields} isNew={false} />
    </FormModal>
  );
}
