/** The tabs of the Tune page, in their order. A tab's component stands in tune-page.tsx under the same id. */
export const tuneViews = [
  { id: 'sweep', label: 'Sweep' },
  { id: 'learn', label: 'Learn' },
] as const;
