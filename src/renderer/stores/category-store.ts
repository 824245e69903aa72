import { create } from 'zustand';
import { categoryColors, type CategoryColors } from '../logic/category-colors';

interface CategoryState {
  /** Of the open workspace, largest first. */
  readonly largest: readonly string[];
  readonly colorOf: CategoryColors;
}

/** Colours of the open workspace's categories. Rows of lists read them at every render, so they are a function that keeps its identity. */
export const useCategories = create<CategoryState>()(() => ({ largest: [], colorOf: categoryColors([]) }));

export const useCategoryColor = (): CategoryColors => useCategories(({ colorOf }) => colorOf);

export function setLargestCategories(largest: readonly string[]): void {
  if (JSON.stringify(useCategories.getState().largest) !== JSON.stringify(largest))
    useCategories.setState({ largest, colorOf: categoryColors(largest) });
}
