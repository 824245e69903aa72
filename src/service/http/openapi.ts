import { OpenAPIGenerator, type JSONSchema, type OpenAPI } from '@orpc/openapi';
import { JSON_SCHEMA_OUTPUT_REGISTRY, ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { ZodVoid } from 'zod';
import { experimentConfigSchema, experimentResultSchema } from '#shared/schemas/experiment';
import { jobSchema } from '#shared/schemas/job';
import { floatsSchema, integersSchema } from '#shared/schemas/model';
import { rankedVideoSchema } from '#shared/schemas/ranking';
import { variantSchema } from '#shared/schemas/variant';
import type { AreaContracts } from '../rpc/router';

const text = (description: string): JSONSchema => ({ type: 'string', description });

/** Every failure, of every route. */
const problemSchema: JSONSchema = {
  type: 'object',
  description: 'Problem details (RFC 9457).',
  properties: {
    type: text('A name of the kind of problem, as a URN.'),
    title: text('The HTTP status in words.'),
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: text('What went wrong, for people.'),
    code: text('What went wrong, for programs: NOT_FOUND, INVALID_ARGUMENT …'),
    place: text('Where: a path inside the request, a file, a line.'),
    value: text('The offending value.'),
    remedy: text('What to do about it.'),
    request_id: text('Names this request in the log.'),
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
};

const areaTitles: Readonly<Record<string, string>> = {
  api: 'Recommend, log, add',
  system: 'Service and workspace',
  dataset: 'Data',
  model: 'Models',
  recommend: 'Ranked lists',
  experiment: 'Experiments on recorded data',
  evaluate: 'Measurements without a workspace',
  report: 'Export',
  job: 'Jobs',
  server: 'Local API',
  variant: 'Stored variants',
  online: 'Online experiments',
  agent: 'Changes by agents',
};

function tagAreas(document: OpenAPI.Document, contract: AreaContracts): void {
  const used: string[] = [];
  for (const [area, procedures] of Object.entries(contract)) {
    const tag = areaTitles[area] ?? area;
    for (const procedure of Object.values(procedures)) {
      const { path, method } = procedure['~orpc'].route;
      const operation = document.paths?.[path ?? '']?.[(method ?? '').toLowerCase() as 'get'];
      if (!operation) continue;
      operation.tags = [tag];
      const { outputSchema } = procedure['~orpc'] as { outputSchema?: unknown };
      operation.responses = withProblem(operation.responses, outputSchema instanceof ZodVoid) as typeof operation.responses;
      if (!used.includes(tag)) used.push(tag);
    }
  }
  document.tags = used.map((name) => ({ name }));
}

/** All routes share one error shape, so it is declared once instead of eighteen times per route. */
function withProblem(responses: OpenAPI.ResponsesObject | undefined, isVoid: boolean): OpenAPI.ResponsesObject {
  const all: [string, unknown][] = Object.entries(responses ?? {});
  const successes = isVoid ? [['204', { description: 'Done' }]] : all.filter(([status]) => status.startsWith('2'));
  return { ...(Object.fromEntries(successes) as OpenAPI.ResponsesObject), default: { $ref: '#/components/responses/Problem' } };
}

// Zod cannot describe a typed array as JSON (and would forbid every value): it is a list of numbers.
JSON_SCHEMA_OUTPUT_REGISTRY.add(floatsSchema, { type: 'array', items: { type: 'number' }, description: 'One number per video' });
JSON_SCHEMA_OUTPUT_REGISTRY.add(integersSchema, { type: 'array', items: { type: 'integer' }, description: 'One integer per video' });

/** The OpenAPI 3.1 document of the REST routes, generated from the contract. */
export async function openApiDocument(contract: AreaContracts, version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter({ unsupportedJsonSchema: {} })] });
  const document = await generator.generate(contract, {
    commonSchemas: {
      Variant: { schema: variantSchema },
      RankedVideo: { schema: rankedVideoSchema },
      Job: { schema: jobSchema },
      ExperimentConfig: { schema: experimentConfigSchema },
      ExperimentResult: { schema: experimentResultSchema, strategy: 'output' },
    },
    info: {
      title: 'RankLab',
      version,
      description: 'Recommendation ranking experiments. Every response carries an x-request-id; failures are problem documents (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The token that the service printed when it started.' } },
      schemas: { Problem: problemSchema as OpenAPI.SchemaObject },
      responses: {
        Problem: {
          description: 'What went wrong.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  });
  tagAreas(document, contract);
  return document;
}
