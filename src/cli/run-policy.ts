import { InvalidArgumentError } from 'commander';
import { runPolicySchema, type RunPolicy } from '#shared/schemas/foreign-run';
import { mappingList } from './arguments';

/** `order=auto|score|rank, duplicates=…`, for help. */
export const policyChoices = (): string =>
  Object.entries(runPolicySchema.shape)
    .map(([name, schema]) => `${name}=${schema.unwrap().options.join('|')}`)
    .join(', ');

/** `duplicates=first,missingUsers=exclude` → how runs are read. */
export function runPolicy(text: string): Partial<RunPolicy> {
  const parsed = runPolicySchema.safeParse(mappingList(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidArgumentError(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}; choices are ${policyChoices()}`.trim());
}
