import { create } from 'zustand';

/** Key of the variant whose list is being rearranged; null while none is. */
export const useGoal = create<{ readonly variantKey: string | null }>()(() => ({ variantKey: null }));
export const openGoal = (variantKey: string): void => useGoal.setState({ variantKey });
export const closeGoal = (): void => useGoal.setState({ variantKey: null });
