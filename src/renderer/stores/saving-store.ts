import { create } from 'zustand';

/** Whether there are unsaved changes. They are saved automatically within a second. */
export const useSaving = create<{ readonly unsaved: boolean }>()(() => ({ unsaved: false }));
