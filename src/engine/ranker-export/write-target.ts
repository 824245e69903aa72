import type { ExportRequest, Loss, RankAgreement, RankerPlan, TestPool } from './plan';
import { decimals, lines, textFile, type ExportTarget, type TargetFile } from './target';

/** All files of a target, README first. */
export function writeTarget(plan: RankerPlan, target: ExportTarget): TargetFile[] {
  const own = target.write(plan);
  const needsUsers = plan.terms.some(({ source }) => source !== 'item' && source !== 'candidate');
  const common: TargetFile[] = [
    { name: 'test-vectors.jsonl', mediaType: 'application/x-ndjson', chunks: lines(plan.pools, (pool) => poolLine(pool, plan)) },
    ...(needsUsers
      ? [{ name: 'users.jsonl', mediaType: 'application/x-ndjson', chunks: lines(plan.users(), (user) => JSON.stringify(plain(user))) }]
      : []),
  ];
  const files = [...own, ...common];
  return [
    textFile(
      'README.md',
      readme(
        plan,
        target,
        files.map(({ name }) => name),
      ),
      'text/markdown',
    ),
    ...files,
  ];
}

const plain = ({ profile, factors, ...rest }: ExportRequest): object => ({
  ...rest,
  ...(profile && { profile: decimals(profile) }),
  ...(factors && { factors: decimals(factors) }),
});

const poolLine = ({ request, candidates, expected }: TestPool, { terms }: RankerPlan): string =>
  JSON.stringify({
    request: plain(request),
    candidates: candidates.map(({ id, mergeScore, values }) => ({
      id,
      mergeScore,
      signals: Object.fromEntries(terms.map(({ field }, t) => [field, Number(values[t].toPrecision(9))])),
    })),
    expected,
  });

/** How each scaling is called in texts. */
export const scalingTexts: Readonly<Record<RankAgreement['scaling'], string>> = {
  pool: 'normalised over the candidates',
  fixed: 'scaled by constants',
  floor: 'normalised over the candidates, lowest value .001',
};

const kinds: Readonly<Record<Loss['kind'], string>> = { lost: 'lost', approximated: 'approximated', yours: 'yours to do' };

function readme(plan: RankerPlan, target: ExportTarget, names: readonly string[]): string {
  const row = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const table = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
    [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n');
  return [
    `# “${plan.variant}” for ${target.label}`,
    `Files: ${names.join(', ')}.`,
    '## Three steps',
    target.steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
    '## Signals, and how often to refresh them',
    table(
      ['signal', 'weight', 'comes from', 'refresh'],
      plan.terms.map(({ signal, weight, source, refresh }) => [signal, weight, inputs[source], refresh]),
    ),
    '## What does not come along',
    table(
      ['what', 'how', 'meaning'],
      plan.losses.map(({ what, kind, detail }) => [what, kinds[kind], detail]),
    ),
    ...(plan.agreement.length > 0
      ? [
          '## Agreement with RankLab’s lists',
          table(
            ['formula', 'test users', 'RBO (p = .9)', 'Kendall τ', 'same first ten'],
            plan.agreement.map(({ scaling, users, rbo, tau, sameTopTen }) => [
              scalingTexts[scaling],
              users,
              rbo.toFixed(4),
              tau.toFixed(4),
              `${(100 * sameTopTen).toFixed(1)}%`,
            ]),
          ),
          `Means over all test users, over the first ${plan.agreement[0]?.depth ?? 0} positions.`,
        ]
      : []),
    '## Test vectors',
    `\`test-vectors.jsonl\` has ${plan.pools.length} pools: the request, the candidates with their raw signals, and the expected order under ${Object.keys(
      plan.pools[0]?.expected ?? {},
    )
      .map((scaling) => `\`${scaling}\` (${scalingTexts[scaling as RankAgreement['scaling']]})`)
      .join(' and ')}. Candidates whose scores differ by less than 1 in 100,000 are left out, since engines compute in single precision.`,
    '',
  ].join('\n\n');
}

const inputs: Readonly<Record<RankerPlan['terms'][number]['source'], string>> = {
  item: 'a value per item',
  profile: 'content vectors of user and item',
  latent: 'latent vectors of user and item',
  categories: 'the user’s shares of categories',
  creator: 'the user’s shares of creators',
  candidate: 'the score of retrieval',
};
