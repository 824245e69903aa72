import type { Command } from 'commander';
import { RankLabError } from '#shared/errors';
import type { RankingContext } from '#shared/schemas/ranking';
import { tieSentences } from '#shared/list-ties';
import { variantSchema } from '#shared/schemas/variant';
import { conditionList, readJson, wholeNumber } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';
import { withWorkspace } from '../with-workspace';

interface RecommendOptions extends OutputOptions {
  readonly workspace: string;
  readonly user?: string;
  readonly query?: string;
  readonly video?: string;
  readonly limit: number;
  readonly variant?: string;
  readonly where?: string[];
}

export function recommend(program: Command): void {
  program
    .command('recommend')
    .description('Rank videos for a user, a text or a seed video, with every signal’s contribution.')
    .requiredOption('--workspace <folder>', 'the workspace')
    .option('--user <id>', 'rank for this user')
    .option('--query <text>', 'rank for this text')
    .option('--video <id>', 'rank videos like this one')
    .option('--limit <count>', 'length of the list', wholeNumber(1), 10)
    .option('--variant <file>', 'a ranking variant as JSON')
    .option(
      '--where <condition>',
      'only videos for which it holds: price <= 20, language in (de, en), has discount; repeatable',
      conditionList,
    )
    .option('--json', 'print one JSON document')
    .action(async (options: RecommendOptions) => {
      const context = contextFrom(options);
      const given = options.variant === undefined ? variantSchema.parse({ name: 'default' }) : readJson(options.variant, variantSchema);
      const where = [...(given.filters.where ?? []), ...(options.where ?? [])];
      const variant = where.length === 0 ? given : { ...given, filters: { ...given.filters, where } };
      const answer = await withWorkspace(options.workspace, ({ session }) =>
        session
          .current()
          .lists.recommend({ context, limit: options.limit, variant, exclude: [], side: 'serving', relevance: { rule: 'any' } }),
      );
      printResult(options, answer, () => {
        const table = textTable(
          ['#', 'score', 'video', 'title', 'because'],
          answer.items.map((item) => [
            item.position,
            item.score.toFixed(4),
            item.videoId,
            item.title,
            item.contributions
              .filter((part) => part.contribution !== 0)
              .map((part) => `${part.signal} ${part.contribution.toFixed(3)}`)
              .join(' + '),
          ]),
        );
        return [table, ...tieSentences(answer.items)].join('\n');
      });
    });
}

function contextFrom({ user, query, video }: RecommendOptions): RankingContext {
  const contexts = [user, query, video].filter((value) => value !== undefined);
  if (contexts.length !== 1)
    throw new RankLabError('INVALID_ARGUMENT', 'Give exactly one of --user, --query and --video', { place: 'recommend' });
  if (user !== undefined) return { user };
  if (query !== undefined) return { query };
  return { video: video ?? '' };
}
