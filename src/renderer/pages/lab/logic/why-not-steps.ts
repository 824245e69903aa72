import type { WhyNotOutput } from '#shared/schemas/explanation';
import { formatCount, formatValue } from '../../../logic/format';

interface WhyNotStep {
  readonly name: string;
  readonly detail: string;
  readonly state: 'passed' | 'lost' | 'unreached';
}

/** The stages in order, and which of them can drop a video. */
const stages = [
  { name: 'Eligible', losses: ['seen', 'unknown-at-training'] },
  { name: 'Retrieved', losses: ['not-retrieved'] },
  { name: 'In the pool', losses: ['cut-by-pool'] },
  { name: 'Allowed', losses: ['filtered', 'creator-limit'] },
  { name: 'In the list', losses: ['outranked'] },
] as const;

/** A video's path as steps: passed, dropped at one, the rest not reached. @param sourceName of a source's id. */
export function whyNotSteps(answer: WhyNotOutput, sourceName: (id: string) => string): WhyNotStep[] {
  const lostAt = stages.findIndex(({ losses }) => (losses as readonly string[]).includes(answer.stage));
  return stages.map(({ name }, index) => {
    const state = lostAt < 0 || index < lostAt ? 'passed' : index === lostAt ? 'lost' : 'unreached';
    return { name, state, detail: state === 'unreached' ? '' : detailOf(name, answer, sourceName) };
  });
}

function place(position: number | null, limit: number): string {
  if (position === null) return `not in ${formatCount(limit)}`;
  return position <= limit
    ? `${formatCount(position)} of ${formatCount(limit)}`
    : `${formatCount(position)}, beyond the ${formatCount(limit)} taken`;
}

function detailOf(name: (typeof stages)[number]['name'], answer: WhyNotOutput, sourceName: (id: string) => string): string {
  switch (name) {
    case 'Eligible':
      return answer.stage === 'seen'
        ? 'seen by the user in training'
        : answer.stage === 'unknown-at-training'
          ? 'it was not known at training time'
          : 'known at training time, not yet seen';
    case 'Retrieved':
      return answer.sources.map(({ id, limit, position }) => `${sourceName(id)}: ${place(position, limit)}`).join(' · ');
    case 'In the pool':
      return answer.poolPosition === null
        ? `not in the pool of ${formatCount(answer.poolSize)}`
        : `${formatCount(answer.poolPosition)} of ${formatCount(answer.poolSize)}`;
    case 'Allowed':
      return answer.stage === 'filtered'
        ? `removed by ${(answer.removedBy ?? []).join(' and ')}`
        : answer.stage === 'creator-limit'
          ? 'its creator has reached the limit'
          : 'passes all filters';
    case 'In the list': {
      const place = answer.position === null ? '' : `position ${formatCount(answer.position)}`;
      const score = answer.score === null ? '' : `score ${formatValue(answer.score)}`;
      const beat = answer.scoreToBeat === null || answer.stage === 'listed' ? '' : `to beat ${formatValue(answer.scoreToBeat)}`;
      return [place, score, beat].filter((part) => part !== '').join(', ');
    }
  }
}
