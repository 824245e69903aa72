import { RankLabError } from '#shared/errors';

/** Kinds are stored in a byte. */
export const maximumKinds = 256;

export const noReplacedData = (): RankLabError =>
  new RankLabError('NOT_FOUND', 'No data was replaced that could be brought back', {
    remedy: 'Only the last import or generation can be undone.',
  });

export const tooManyKinds = (kind: string): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `“${kind}” would be kind number ${maximumKinds + 1}; at most ${maximumKinds} are possible`, {
    place: 'kind',
    value: kind,
    remedy: 'Use one of the known kinds.',
  });
