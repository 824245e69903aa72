import { useEffect, useState } from 'react';
import { z } from 'zod';
import { effects } from '#shared/forest-scale';
import { segmentChoiceSchema } from '#shared/schemas/live';
import { api, noticeFailure } from '../api/client';
import { toFailure } from '../logic/failure';
import { notifyFailure } from './notify';
import { decodeLab, encodeLab } from '../logic/lab-state';
import { freshLab, useLab } from '../stores/lab-store';
import { initialView, useLabView } from '../stores/lab-view-store';
import { clearLive } from '../stores/live-store';
import { forgetLabDrafts } from '../stores/note-store';
import { useSaving } from '../stores/saving-store';

const LAB_KEY = 'lab';
/** A crash loses at most the changes of this interval plus the duration of a save. */
const SAVE_MS = 500;

const viewSchema = z.object({
  edited: z.string(),
  challenger: z.string(),
  contextKind: z.enum(['user', 'query', 'video']),
  userId: z.string().nullable(),
  query: z.string(),
  videoId: z.string().nullable(),
  segment: segmentChoiceSchema.nullable().default(null),
  effect: z.enum(effects).default('relative'),
  locked: z.array(z.string()),
});
const savedSchema = z.object({ lab: z.unknown(), view: z.unknown() });

/** The workspace whose Lab is in the stores. Returning to the page does not restore again. */
let loadedWorkspace: string | undefined;

/** Restores the Lab of a workspace once, then saves every change of it. */
export function useLabStorage(workspace: string): 'loading' | 'ready' {
  const [readyFor, setReadyFor] = useState(loadedWorkspace);
  const ready = readyFor === workspace;
  useEffect(() => {
    if (ready || workspace === '') return;
    let left = false;
    restore(workspace)
      .catch((error: unknown) => {
        if (!left) notifyFailure('The Lab’s last state cannot be read', error);
      })
      .finally(() => {
        if (left) return;
        loadedWorkspace = workspace;
        setReadyFor(workspace);
      });
    return () => {
      left = true;
    };
  }, [workspace, ready]);
  useEffect(() => (ready ? saveChanges(workspace) : undefined), [ready, workspace]);
  return ready ? 'ready' : 'loading';
}

async function restore(workspace: string): Promise<void> {
  const { value } = await api().system.loadState({ key: LAB_KEY, workspace });
  const saved = savedSchema.safeParse(value);
  const view = viewSchema.safeParse(saved.data?.view);
  clearLive();
  forgetLabDrafts();
  useLab.getState().load(decodeLab(saved.data?.lab) ?? freshLab());
  useLabView.setState(view.data ?? initialView);
}

function saveChanges(workspace: string): () => void {
  let timer: number | undefined;
  let saving = false;
  let failed = false;
  const save = async (): Promise<void> => {
    timer = undefined;
    if (saving) return schedule();
    saving = true;
    const view = viewSchema.parse(useLabView.getState());
    await api()
      .system.saveState({ key: LAB_KEY, workspace, value: { lab: encodeLab(useLab.getState().history), view } })
      .then(
        () => {
          failed = false;
          if (timer === undefined) useSaving.setState({ unsaved: false });
        },
        (error: unknown) => {
          noticeFailure(error);
          // Another workspace has been opened: this Lab is no longer the one on screen, and must not become that workspace's.
          if (toFailure(error).code === 'CONFLICT') return;
          // While the service restarts, the banner shows it; saving resumes automatically.
          if (!failed && toFailure(error).code !== 'SERVICE_GONE') notifyFailure('Changes in the Lab are not being saved', error);
          failed = true;
          schedule();
        },
      );
    saving = false;
  };
  const schedule = (): void => {
    useSaving.setState({ unsaved: true });
    timer ??= window.setTimeout(() => void save(), SAVE_MS);
  };
  const stops = [useLab.subscribe(schedule), useLabView.subscribe(schedule)];
  return () => {
    stops.forEach((stop) => stop());
    if (timer === undefined) return;
    window.clearTimeout(timer);
    void save();
  };
}
