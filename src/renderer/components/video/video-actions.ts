import type { VideoRow } from '#shared/schemas/dataset';
import { api } from '../../api/client';
import { workspaceChanged } from '../../api/query-client';
import { contentOf, fieldsOf, type VideoFields } from '../../logic/video-fields';
import { notifyFailure, notifyUndo } from '../notify';

const nameOf = ({ title, videoId }: VideoRow): string => (title === '' ? videoId : title);

/** Saves new content; Undo restores the previous content. */
export async function updateVideo(video: VideoRow, fields: VideoFields): Promise<void> {
  await send(video, fields);
  notifyUndo(`Changed “${nameOf(video)}”`, () => {
    send(video, fieldsOf(video)).catch((error: unknown) => notifyFailure('The change was not undone', error));
  });
}

/** Removes a video with its interactions; Undo restores both. Close views of the video before the pages are notified. */
export async function removeVideo(video: VideoRow): Promise<void> {
  const { videoId } = video;
  await api().dataset.removeVideo({ videoId });
  notifyUndo(`Removed “${nameOf(video)}”`, () => {
    api()
      .dataset.restoreVideo({ videoId })
      .then(workspaceChanged)
      .catch((error: unknown) => notifyFailure('The video was not restored', error));
  });
}

async function send({ videoId }: VideoRow, fields: VideoFields): Promise<void> {
  await api().dataset.updateVideo({ ...contentOf(fields), videoId });
  await workspaceChanged();
}
