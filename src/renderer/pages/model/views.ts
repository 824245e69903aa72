/** The tabs of the Model page, in their order. A tab's component stands in model-page.tsx under the same id. */
export const modelViews = [
  { id: 'build', label: 'Build' },
  { id: 'signals', label: 'Signals' },
  { id: 'growth', label: 'Growth' },
  { id: 'index', label: 'Index' },
  { id: 'map', label: 'Map' },
] as const;
