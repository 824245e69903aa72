import { create } from 'zustand';

/** The metric whose definitions are being compared; null while none are. */
export const useLens = create<{ readonly spec: string | null }>()(() => ({ spec: null }));
export const openLens = (spec: string): void => useLens.setState({ spec });
export const closeLens = (): void => useLens.setState({ spec: null });
