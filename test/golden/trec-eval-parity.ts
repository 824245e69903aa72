import { evaluateTrec, type EvaluateTrecOptions } from '#engine/evaluate/trec/evaluate-trec';
import type { JudgementFormat } from '#engine/evaluate/trec/trec-judgements';

/** What trec_eval printed: measure → topic (or "all") → value. */
export type TrecValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Converts trec_eval's flags to our options and measures; `textOf` reads the file of −Z. */
export function optionsOf(
  flags: readonly string[],
  textOf: (file: string) => string,
): { options: EvaluateTrecOptions; measures: string[] } {
  const after = (flag: string): string[] => flags.flatMap((value, i) => (flags[i - 1] === flag ? [value] : []));
  const [level, most, size, format, means] = ['-l', '-M', '-N', '-R', '-Z'].map((flag) => after(flag).at(-1));
  return {
    measures: after('-m'),
    options: {
      complete: flags.includes('-c'),
      judgedOnly: flags.includes('-J'),
      ...(level !== undefined && { relevanceLevel: Number(level) }),
      ...(most !== undefined && { maxRetrieved: Number(most) }),
      ...(size !== undefined && { collectionSize: Number(size) }),
      ...(format !== undefined && { judgements: format as JudgementFormat }),
      ...(means !== undefined && { zScores: textOf(means) }),
    },
  };
}

/** Every value of trec_eval that differs from ours in its four decimals. */
export function differences(
  flags: readonly string[],
  qrels: string,
  run: string,
  expected: TrecValues,
  textOf: (file: string) => string = (file) => {
    throw new Error(`Nobody reads ${file}`);
  },
): { compared: number; wrong: string[] } {
  const { options, measures } = optionsOf(flags, textOf);
  const { measurements, queries } = evaluateTrec(qrels, run, [], options, measures);
  const wrong: string[] = [];
  let compared = 0;
  const bySpec = new Map(measurements.map((measurement) => [measurement.spec, measurement]));
  for (const [measure, topics] of Object.entries(expected)) {
    for (const [topic, value] of Object.entries(topics)) {
      compared++;
      const ours = bySpec.get(measure);
      const q = queries.indexOf(topic);
      const text = topic === 'all' ? ours?.text : ours?.texts?.[q];
      const number = topic === 'all' ? ours?.value : ours?.values[q];
      const same = text === undefined ? close(number, value) : text === value.replace(/^'|'$/g, '');
      if (!same) wrong.push(`${measure} ${topic}: ${text ?? number} instead of ${value}`);
    }
  }
  return { compared, wrong };
}

/** trec_eval prints four decimals; "nan" and "-nan" are divisions of zero by zero, where any finite number of ours is accepted. */
function close(ours: number | undefined, printed: string): boolean {
  if (ours === undefined) return false;
  return /nan/.test(printed) ? Number.isFinite(ours) : Math.abs(ours - Number(printed)) <= 0.5e-4 + 1e-9;
}
