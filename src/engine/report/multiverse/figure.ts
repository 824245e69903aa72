import type { MultiverseResult, MultiverseSummary } from '#shared/schemas/multiverse';
import { type CurvePoint, curveRows, specificationCurve } from '#shared/specification-curve';

const width = 960;
const left = 230;
const right = 24;
const top = 92;
const curveHeight = 240;
const rowHeight = 17;
const gap = 22;

const colors = { better: '#1a7f37', worse: '#b42318', undecided: '#6b7280', ink: '#1f2937', line: '#d1d5db' };

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const at = (value: number): string => String(Math.round(value * 100) / 100);
const shown = (value: number): string => String(Number(value.toPrecision(3)));

interface Scale {
  readonly x: (rank: number) => number;
  readonly y: (value: number) => number;
}

/** The specification curve of one variant as a drawing: effects with their intervals, and beneath them a dot per choice. */
export function curveSvg(result: MultiverseResult, summary: MultiverseSummary): string {
  const points = specificationCurve(result, summary.variant);
  const rows = curveRows(result);
  const height = top + curveHeight + gap + rows.length * rowHeight + 24;
  const scale = scaleOf(points);
  const title = `${summary.variant} against ${result.baseline}: ${result.metric} under ${points.length} specifications`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="${colors.ink}">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="22" font-size="14" font-weight="600">${escape(title)}</text>`,
    ...summary.sentence.split(/(?<=\.) /).map((sentence, s) => `<text x="16" y="${40 + 16 * s}">${escape(sentence)}</text>`),
    `<text x="16" y="72" fill="${colors.undecided}">Green: clearly better; red: clearly worse; grey: undecided; ring: as asked. Lines: intervals of each specification by itself.</text>`,
    ...axis(points, scale),
    ...points.map((point) => mark(point, scale)),
    ...dots(points, rows, scale),
    '</svg>',
    '',
  ].join('\n');
}

function scaleOf(points: readonly CurvePoint[]): Scale {
  const ends = points.flatMap(({ effect: { difference, interval } }) => [difference ?? 0, interval.low ?? 0, interval.high ?? 0]);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const span = high - low || 1;
  const step = (width - left - right) / Math.max(1, points.length);
  return {
    x: (rank) => left + step * (rank + 0.5),
    y: (value) => top + curveHeight * (1 - (value - low) / span),
  };
}

function axis(points: readonly CurvePoint[], { y }: Scale): string[] {
  const values = points.flatMap(({ effect: { interval } }) => [interval.low ?? 0, interval.high ?? 0]);
  const ticks = [...new Set([Math.min(0, ...values), 0, Math.max(0, ...values)])];
  return [
    `<text x="16" y="${at(y(0) + 4)}" font-weight="600">difference</text>`,
    ...ticks.map(
      (tick) =>
        `<line x1="${left}" x2="${width - right}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="${tick === 0 ? colors.ink : colors.line}"/>` +
        `<text x="${left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${shown(tick)}</text>`,
    ),
  ];
}

function mark({ rank, specification, effect }: CurvePoint, { x, y }: Scale): string {
  const color = colors[effect.verdict];
  const middle = at(x(rank));
  const value = effect.difference ?? 0;
  const { low, high } = effect.interval;
  const interval =
    low === null || high === null
      ? ''
      : `<line x1="${middle}" x2="${middle}" y1="${at(y(low))}" y2="${at(y(high))}" stroke="${color}" stroke-opacity="0.45" stroke-width="2"/>`;
  const askedMark = specification.asked ? `<circle cx="${middle}" cy="${at(y(value))}" r="7" fill="none" stroke="${colors.ink}"/>` : '';
  return `${interval}<circle cx="${middle}" cy="${at(y(value))}" r="3" fill="${color}"/>${askedMark}`;
}

function dots(points: readonly CurvePoint[], rows: ReturnType<typeof curveRows>, { x }: Scale): string[] {
  return rows.flatMap(({ choice, label, c, o }, r) => {
    const y = top + curveHeight + gap + r * rowHeight;
    const heading = rows[r - 1]?.c === c ? '' : `<text x="16" y="${y + 4}" font-weight="600">${escape(choice)}</text>`;
    return [
      `${heading}<text x="${left - 8}" y="${y + 4}" text-anchor="end">${escape(label)}</text>`,
      ...points
        .filter(({ specification }) => specification.options[c] === o)
        .map(({ rank, effect }) => `<circle cx="${at(x(rank))}" cy="${y}" r="2.5" fill="${colors[effect.verdict]}"/>`),
    ];
  });
}
