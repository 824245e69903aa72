import { create } from 'zustand';

/** Whether something was changed that the workspace does not hold yet. Saving follows by itself within a second. */
export const useSaving = create<{ readonly unsaved: boolean }>()(() => ({ unsaved: false }));
