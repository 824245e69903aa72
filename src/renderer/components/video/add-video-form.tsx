import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { api } from '../../api/client';
import { workspaceChanged } from '../../api/query-client';
import { blankVideo, contentOf } from '../../logic/video-fields';
import { FormModal } from '../form-modal';
import { notifyDone } from '../notify';
import { VideoForm } from './video-form';

/** Adds a video to the catalogue; it can be recommended by its content at once. */
export function AddVideoForm({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }): ReactElement {
  const [fields, setFields] = useState(blankVideo);
  const add = useMutation({
    mutationFn: () => api().dataset.addVideo(contentOf(fields)),
    onSuccess: async ({ videoId }) => {
      notifyDone(`Added “${fields.title}” as ${videoId}`);
      setFields(blankVideo);
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
      <VideoForm fields={fields} onChange={setFields} isNew />
    </FormModal>
  );
}
