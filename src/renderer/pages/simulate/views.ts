/** The tabs of the Simulate page, in their order. A tab's component stands in simulate-page.tsx under the same id. */
export const simulateViews = [
  { id: 'ab-test', label: 'A/B test' },
  { id: 'interleaving', label: 'Interleaving' },
  { id: 'bandits', label: 'Bandits' },
  { id: 'off-policy', label: 'Off-policy' },
] as const;
