/** The theme's colours for charts, read when a chart is drawn, since the theme can change. */
export interface ChartColors {
  readonly ink: string;
  readonly mute: string;
  readonly line: string;
  readonly pane: string;
  readonly accent: string;
  readonly good: string;
  readonly bad: string;
  readonly series: readonly string[];
}

export function chartColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    mute: read('--mute'),
    line: read('--line'),
    pane: read('--pane'),
    accent: read('--accent'),
    good: read('--good'),
    bad: read('--bad'),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => read(`--s${number}`)),
  };
}
