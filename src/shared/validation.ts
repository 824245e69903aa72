import { z } from 'zod';
import { RankLabError } from './errors';

/** The used part of an issue of zod or any Standard Schema. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** The branches of a union that did not match. */
  readonly errors?: readonly (readonly Issue[])[];
  /** Of a field that an object does not have. */
  readonly keys?: readonly PropertyKey[] | undefined;
}

/** Names from outside can be of any length and number. */
const maxNamedFields = 10;
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** A wrong field is told with the right ones: zod names the wrong one alone. */
z.config({
  customError: (issue) => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const shape = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    const named = issue.keys.slice(0, maxNamedFields).map((key) => `“${shortened(key)}”`);
    const wrong = `${named.join(', ')}${issue.keys.length > named.length ? ' …' : ''}`;
    return shape.length === 0 ? undefined : `unknown field ${wrong}; expected ${shape.join(', ')}`;
  },
});

const segments = (issue: Issue): PropertyKey[] => (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));

/** `variants[0].weights.freshness` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('');
}

interface Leaf {
  readonly path: PropertyKey[];
  readonly message: string;
  /** Whether it is a field that the object does not have: a misspelt name, of which the missing field is only a consequence. */
  readonly unknownField: boolean;
}

/** The closest branch of a union: fewest issues, then the deepest. */
function leafIssue(issue: Issue): Leaf {
  const path = segments(issue);
  const branches = (issue.errors ?? []).filter((branch) => branch.length > 0);
  const depth = (branch: readonly Issue[]): number => Math.max(...branch.map((inner) => segments(inner).length));
  const [best] = [...branches].sort((a, b) => a.length - b.length || depth(b) - depth(a));
  const key = issue.keys?.[0];
  if (!best)
    return { path: key === undefined ? path : [...path, shortened(String(key))], message: issue.message, unknownField: key !== undefined };
  const leaf = firstLeaf(best);
  return { ...leaf, path: [...path, ...leaf.path] };
}

/** What to tell of several problems: an unknown field before what lacks because of it. */
function firstLeaf(issues: readonly Issue[]): Leaf {
  const leaves = issues.map(leafIssue);
  const [first = { path: [], message: 'The input is not valid', unknownField: false }] = leaves;
  return leaves.find(({ unknownField }) => unknownField) ?? first;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): string | undefined {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[part];
  }
  if (current === undefined || typeof current === 'function') return undefined;
  const text = typeof current === 'string' ? current : (JSON.stringify(current) ?? '');
  return shortened(text);
}

/** INVALID_ARGUMENT that names the first offending path, an unknown field before others, its value and how many more there are. */
export function invalidArgument(issues: readonly Issue[], value: unknown, place?: string): RankLabError {
  const first = firstLeaf(issues);
  const path = pathText(first.path);
  const offending = valueAt(value, first.path);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const where = [place, path].filter((part) => part !== undefined && part !== '').join(': ');
  return new RankLabError('INVALID_ARGUMENT', `${path === '' ? '' : `${path}: `}${first.message}${more}`, {
    ...(where !== '' && { place: where }),
    ...(offending !== undefined && { value: offending }),
  });
}

/** The parsed value. Throws INVALID_ARGUMENT; `place` names the document (a file, say) that the value came from. */
export function parseOrThrow<Schema extends z.ZodType>(schema: Schema, value: unknown, place?: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidArgument(result.error.issues, value, place);
}
