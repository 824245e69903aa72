import type { GroundTruth } from '#engine/dataset/generators/truth';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { toPlain, type PlainDataset } from '#engine/dataset/plain-dataset';
import { embedItems, type EmbedSettings } from '#engine/embeddings/embed-items';
import type { SerializableState } from '#engine/embeddings/port';
import type { PcaInput, PcaResult } from '#engine/embeddings/project/pca';
import type { UmapInput, UmapResult } from '#engine/embeddings/project/umap';
import { computeFactors, type FactorSettings } from '#engine/factors/compute-factors';
import type { CsrMatrix } from '#engine/core/linear-algebra/matrix';
import type { Dataset } from '#engine/model/dataset';
import type { Embeddings, Factors } from '#engine/model/vectors';
import type { AuditInput, AuditOutput } from '#engine/pipeline/growth/audit-factors';
import type { TaskContext } from '#engine/ports';
import type { EvaluateTrecInput } from '#shared/schemas/evaluate-trec';
import type { OffPolicyInput } from '#shared/schemas/off-policy';
import type { SlatesInput } from '#shared/schemas/off-policy-slates';
import type { GeneratorParams, GeneratorReport } from '#shared/schemas/dataset';

/**
 * The work that runs in worker threads, by name: one line per task. A task is a pure function of its input; input and
 * output must be structured-cloneable (plain objects, typed arrays, no class instances), and the ArrayBuffers of an output are transferred, so a task
 * must not keep them. Rare tasks load their code on demand, so that threads start fast.
 */
export const tasks = {
  /** Sums a vector: a minimal task for diagnosing the pool. */
  'self-test': (input: { values: Float32Array }, _context: TaskContext): { sum: number } => ({
    sum: input.values.reduce((sum, value) => sum + value, 0),
  }),
  generate: ({ params }: { params: GeneratorParams }, context: TaskContext): GeneratedTaskOutput => {
    const { dataset, truth, report } = generateDataset(params, context);
    return { dataset: toPlain(dataset), truth, report };
  },
  'compute-factors': (input: { matrix: CsrMatrix; settings: FactorSettings }, context: TaskContext): Promise<Factors> =>
    computeFactors(input.matrix, input.settings, context),
  'embed-items': async (input: EmbedTaskInput, context: TaskContext): Promise<{ embeddings: Embeddings; state: SerializableState }> => {
    const { embeddings, state } = await embedItems(textsOnly(input), input.settings, {}, context);
    return { embeddings, state };
  },
  'audit-factors': async (input: AuditInput, context: TaskContext): Promise<AuditOutput> => {
    const { auditFactors } = await import('#engine/pipeline/growth/audit-factors');
    return auditFactors(input, context);
  },
  'principal-components': async (input: PcaInput, context: TaskContext): Promise<PcaResult> => {
    const { principalComponents } = await import('#engine/embeddings/project/pca');
    return principalComponents(input, context);
  },
  'umap-layout': async (input: UmapInput, context: TaskContext): Promise<UmapResult> => {
    const { umapLayout } = await import('#engine/embeddings/project/umap');
    return umapLayout(input, context);
  },
  'off-policy': async ({ switchThreshold, confidence, bootstrapSamples, seed, acceptFewDecisions, ...decisions }: OffPolicyInput) => {
    const { evaluateOffPolicy } = await import('#engine/evaluate/off-policy/off-policy');
    return evaluateOffPolicy(decisions, { switchThreshold, confidence, bootstrapSamples, seed, acceptFewDecisions });
  },
  'off-policy-slates': async ({ confidence, bootstrapSamples, seed, acceptFewDecisions, ...rows }: SlatesInput) => {
    const { evaluateSlates } = await import('#engine/evaluate/off-policy/slates/evaluate-slates');
    return evaluateSlates(rows, { confidence, bootstrapSamples, seed, acceptFewDecisions });
  },
  'evaluate-trec': async ({ qrels, run, others, metrics, measures, perUser, maxRetrieved, zScores, ...options }: EvaluateTrecInput) => {
    const [{ evaluateTrec }, { runsDocument }] = await Promise.all([
      import('#engine/evaluate/trec/evaluate-trec'),
      import('#engine/evaluate/trec/evaluation-document'),
    ]);
    const settings = { ...options, ...(maxRetrieved !== undefined && { maxRetrieved }), ...(zScores !== undefined && { zScores }) };
    const evaluated = (name: string, text: string) => ({
      name,
      evaluation: evaluateTrec(qrels, text, metrics, { ...settings, runFile: name }, measures),
    });
    const further = others.map(({ name, run: text }) => evaluated(name, text));
    return runsDocument(evaluated('run', run), further, perUser);
  },
} as const satisfies Record<string, (input: never, context: TaskContext) => unknown>;

type Tasks = typeof tasks;
export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>;

export interface GeneratedTaskOutput {
  readonly dataset: PlainDataset;
  readonly truth: GroundTruth;
  readonly report: GeneratorReport;
}

/** A dataset's texts without its id tables, which cannot be sent to another thread. */
export interface EmbedTaskInput {
  readonly items: Omit<Dataset['items'], 'ids'>;
  readonly fingerprint: Dataset['fingerprint'];
  readonly settings: EmbedSettings;
}

/** Local providers read only the texts and the number of items of a dataset. */
const textsOnly = ({ items, fingerprint }: EmbedTaskInput): Dataset =>
  ({ name: '', fingerprint, items: { ...items, ids: { size: items.titles.length } } }) as unknown as Dataset;
