/** The tabs of the Experiments page, in their order. A tab's component stands in experiments-page.tsx under the same id. */
export const experimentViews = [
  { id: 'runs', label: 'Runs' },
  { id: 'schedules', label: 'Schedules' },
] as const;
