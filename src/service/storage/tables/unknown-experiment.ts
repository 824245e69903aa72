import { RankLabError } from '#shared/errors';

export const unknownExperiment = (id: string): RankLabError =>
  new RankLabError('NOT_FOUND', `Unknown experiment “${id.slice(0, 80)}”`, { value: id.slice(0, 80), remedy: 'It may have been removed.' });
