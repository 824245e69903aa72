import type { JudgedTopic } from '../judged-topic';
import type { PreferenceTopic } from '../preferences';

/** What a measure's parameters were; the defaults where none were given. */
export interface GivenParams {
  /** One of the cutoffs or fractions; measures with several are asked once for each. */
  readonly cutoff: number;
  readonly numbers: readonly number[];
  readonly pairs: ReadonlyMap<string, number>;
}

/** `measure.5,10`: a value per cutoff. `fractions` are cutoffs with decimals. `numbers` and `pairs` belong to one value. */
export type MeasureParams =
  | { readonly kind: 'none' }
  | { readonly kind: 'cutoffs' | 'fractions'; readonly defaults: readonly number[] }
  | { readonly kind: 'numbers'; readonly defaults: readonly number[]; readonly count?: number }
  | { readonly kind: 'pairs'; readonly names: string };

export type Average = 'mean' | 'geometric' | 'sum' | 'text';

interface MeasureBase<Input extends string, Topic> {
  /** trec_eval's own name. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** LaTeX. */
  readonly formula: string;
  readonly source: string;
  readonly range: string;
  readonly direction: 'higher' | 'lower' | 'neither';
  readonly edgePolicy: string;
  /** What the judgements must be: qrels, qrels by judgement group, or preferences. */
  readonly input: Input;
  readonly params: MeasureParams;
  /** How topics become one number; a text has none. */
  readonly average: Average;
  /** trec_eval prints it for the whole run alone. */
  readonly summaryOnly?: true;
  readonly measure: (topic: Topic, given: GivenParams) => number;
  /** Added to the sum instead of `measure` when every judged topic is averaged over. */
  readonly whenComplete?: (topic: Topic) => number;
  /** For measures whose value is a text. */
  readonly text?: (topic: Topic, given: GivenParams) => string;
}

/** Needs no judgements. */
export type AnyMeasure = MeasureBase<'any', unknown>;
export type QrelsMeasure = MeasureBase<'qrels', JudgedTopic>;
export type GroupMeasure = MeasureBase<'groups', readonly JudgedTopic[]>;
export type PreferenceMeasure = MeasureBase<'preferences', PreferenceTopic>;
export type TrecMeasure = AnyMeasure | QrelsMeasure | GroupMeasure | PreferenceMeasure;
type Defaults = 'params' | 'average' | 'range' | 'direction' | 'input';
type Definition<Measure extends TrecMeasure> = Omit<Measure, Defaults> & Partial<Pick<Measure, Exclude<Defaults, 'input'>>>;

const commonFields = { params: { kind: 'none' }, average: 'mean', range: '0 to 1', direction: 'higher' } as const;

/** Defaults: no parameters, mean over topics, 0 to 1, higher is better. */
export const anyMeasure = (definition: Definition<AnyMeasure>): AnyMeasure => ({ ...commonFields, input: 'any', ...definition });
export const qrelsMeasure = (definition: Definition<QrelsMeasure>): QrelsMeasure => ({ ...commonFields, input: 'qrels', ...definition });
export const groupMeasure = (definition: Definition<GroupMeasure>): GroupMeasure => ({ ...commonFields, input: 'groups', ...definition });
export const preferenceMeasure = (definition: Definition<PreferenceMeasure>): PreferenceMeasure => ({
  ...commonFields,
  input: 'preferences',
  ...definition,
});

export const noRelevant = 'No relevant document: 0. Unjudged documents count as not relevant. Empty list: 0.';
export const usualCutoffs = [5, 10, 15, 20, 30, 100, 200, 500, 1000] as const;
/** The mean over judgement groups; 0 without one. */
export const groupMean = (groups: readonly JudgedTopic[], value: (topic: JudgedTopic) => number): number =>
  groups.length === 0 ? 0 : groups.reduce((sum, topic) => sum + value(topic), 0) / groups.length;
