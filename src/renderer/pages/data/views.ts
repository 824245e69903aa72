/** The tabs of the Data page, in their order. A tab's component stands in data-page.tsx under the same id. */
export const dataViews = [
  { id: 'overview', label: 'Overview', needsData: true },
  { id: 'users', label: 'Users', needsData: true },
  { id: 'videos', label: 'Videos', needsData: true },
  { id: 'interactions', label: 'Interactions', needsData: true },
  { id: 'import', label: 'Import', needsData: false },
  { id: 'export', label: 'Export', needsData: true },
  { id: 'generate', label: 'Generate', needsData: false },
] as const;
