import type { LensOutput } from '#shared/schemas/live';
import { formatDifference, formatP, formatShare } from '../../../logic/format';
import { letterOf } from '../../../logic/lab-document';
import type { TextTable } from '../../../logic/table-text';

export type LensView = LensOutput['views'][number];

const missing = (zero: boolean): string => (zero ? 'missing users as 0' : 'missing users left out');

/** `recall@10, missing users as 0`. */
const viewName = ({ spec, countMissingAsZero }: LensView): string => `${spec}, ${missing(countMissingAsZero)}`;

/** Definitions in the order they came, in their two groups. */
export const lensGroups = (views: readonly LensView[]): { zero: boolean; views: LensView[] }[] =>
  [false, true].map((zero) => ({ zero, views: views.filter(({ countMissingAsZero }) => countMissingAsZero === zero) }));

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** There is no winner, or no other variant has a value. */
const isContested = ({ lead }: LensView): boolean => lead !== null;

/** Whether the winner's lead over every other variant is significant. */
const isClear = ({ lead }: LensView): boolean => lead?.unclear.length === 0;

/** Variants against which some lead is undecided, as letters in their order; empty where nobody else has a value. */
const undecidedNames = (views: readonly LensView[]): string => {
  const rivals = new Set(views.flatMap(({ lead }) => lead?.unclear ?? []));
  return listed([...rivals].sort((a, b) => a - b).map(letterOf));
};

function clarityText(views: readonly LensView[], ofTwo: boolean): string {
  const contested = views.filter(isContested);
  if (contested.length === 0) return 'No other variant has a value.';
  const clear = contested.filter(isClear).length;
  const where = contested.length < views.length ? ' with a value for another variant' : '';
  const over = ofTwo ? '' : ' against every other variant';
  if (clear === contested.length) return `This lead${over} is decided under every definition${where}.`;
  const against = ofTwo ? '' : ` (undecided against ${undecidedNames(contested)})`;
  if (clear === 0) return `This lead is decided under no definition${against}: it may be chance.`;
  return `This lead${over} is decided under ${clear} of ${contested.length} definitions${where}${against}.`;
}

/** Whether every winner's lead is decided under at least one definition: only then is a flip more than chance. */
function flipClarity(views: readonly LensView[], ofTwo: boolean): string {
  const winners = [...new Set(views.flatMap(({ winner }) => (winner === null ? [] : [winner])))];
  if (winners.length === 1)
    return clarityText(
      views.filter(({ winner }) => winner !== null),
      ofTwo,
    );
  const undecided = winners.filter((winner) => !views.some((view) => view.winner === winner && isClear(view)));
  if (undecided.length === 0) return 'Each of these leads is decided under at least one definition.';
  const against = undecidedNames(views.filter(({ winner }) => winner !== null && undecided.includes(winner)));
  const rivals = ofTwo || against === '' ? '' : ` (undecided against ${against})`;
  return `The lead of ${listed(undecided.map(letterOf))} is decided under no definition${rivals}: the flip may be chance.`;
}

/** The answer in one or two sentences: does the winner depend on the definition, and is that significant? */
export function lensSentence(views: readonly LensView[]): string {
  const [requested] = views;
  if (!requested || requested.winner === null) return 'No definition has a value here: there is nothing to compare.';
  if (requested.values.length < 2) return 'There is one variant: these are its values under every definition.';
  const tied = views.every(({ values }) => values.every((value) => value === values[0]));
  if (tied) return 'The variants have the same value under every definition.';
  const flipped = views.filter(({ flips }) => flips);
  const winner = letterOf(requested.winner);
  const ofTwo = requested.values.length === 2;
  if (flipped.length === 0)
    return `The winner does not depend on the definition: ${winner} leads under all ${views.length}. ${clarityText(views, ofTwo)}`;
  const others = [...new Set(flipped.map((view) => view.winner))].map((other) => {
    const where = flipped.filter((view) => view.winner === other).map(viewName);
    return other === null ? `no variant under ${listed(where)}` : `${letterOf(other)} under ${listed(where)}`;
  });
  const rest = views.length - flipped.length;
  return `The winner depends on the definition: ${winner} leads under ${rest} of ${views.length}, ${listed(others)}. ${flipClarity(views, ofTwo)}`;
}

/** `Smallest margin, against C: +0.0031, from −0.0010 to +0.0072, p .240`; of two variants undefined, as their difference says it. */
export function leadText({ lead, values }: LensView): string | undefined {
  if (!lead || values.length < 3) return undefined;
  const interval = `${formatDifference(lead.difference)}, from ${formatDifference(lead.low)} to ${formatDifference(lead.high)}`;
  return `Smallest margin, against ${letterOf(lead.over)}: ${interval}, ${`p ${formatP(lead.pValue)}`.replaceAll(' ', '\u00a0')}`;
}

/** `undecided against A and C`, of two variants `undecided`; undefined where the lead is clear, or there is none. */
export function undecidedText({ lead, values }: LensView): string | undefined {
  if (!lead || lead.unclear.length === 0) return undefined;
  return values.length > 2 ? `undecided against ${listed(lead.unclear.map(letterOf))}` : 'undecided';
}

/** What `decided` and `undecided` mean, for people: the rule of the verdicts, correction included. */
export const clearRule = (level: number): string =>
  `a lead is decided where the corrected p is at most ${formatShare(1 - level)} and the interval does not contain 0`;

/** For the clipboard: one line per definition and variant, numbers in full. The winner's line describes the lead. */
export function lensTable({ views }: Pick<LensOutput, 'views'>, names: readonly string[]): TextTable {
  const nameOf = (variant: number): string => names[variant] ?? letterOf(variant);
  return {
    columns: [
      ...['definition', 'missing users', 'variant', 'value', 'users', 'difference', 'low', 'high', 'winner', 'flips'],
      ...['lead over', 'lead', 'lead low', 'lead high', 'lead p', 'undecided against'],
    ],
    rows: views.flatMap(({ spec, countMissingAsZero, values, evaluatedCounts, comparisons, winner, flips, lead }) =>
      values.map((value, v) => {
        const comparison = v === 0 ? undefined : comparisons[v - 1];
        const led = v === winner ? lead : null;
        return [
          spec,
          countMissingAsZero ? 'as 0' : 'left out',
          nameOf(v),
          value,
          evaluatedCounts[v] ?? null,
          comparison?.difference ?? null,
          comparison?.interval.low ?? null,
          comparison?.interval.high ?? null,
          winner === null ? null : nameOf(winner),
          flips ? 'yes' : 'no',
          led ? nameOf(led.over) : null,
          led?.difference ?? null,
          led?.low ?? null,
          led?.high ?? null,
          led?.pValue ?? null,
          led ? led.unclear.map(nameOf).join('; ') : null,
        ];
      }),
    ),
  };
}
