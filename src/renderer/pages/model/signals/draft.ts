import { signalDefinitionSchema, signalIdSchema, type NamedSignal, type SignalDefinition } from '#shared/schemas/signal';

/** An unused id, with nothing chosen yet. */
export function freshSignal(defined: readonly NamedSignal[]): NamedSignal {
  const taken = new Set(defined.map(({ id }) => id));
  let number = 1;
  while (taken.has(`signal_${number}`)) number++;
  return { id: `signal_${number}`, ...signalDefinitionSchema.parse({ kind: 'column' }) };
}

/** What is wrong with an id, in one sentence; null for a usable one. */
export const idProblem = (id: string): string | null => signalIdSchema.safeParse(id).error?.issues[0]?.message ?? null;

export const definitionOf = ({ id: _id, ...definition }: NamedSignal): SignalDefinition => definition;

/** Whether every parameter without a default is given: before that there is nothing to preview. */
export function isComplete({ params }: NamedSignal, schema: Readonly<Record<string, unknown>> | undefined): boolean {
  const required = Array.isArray(schema?.['required']) ? schema['required'] : [];
  return schema !== undefined && required.every((name) => typeof name === 'string' && params[name] !== undefined);
}

type Declared = 'undeclared' | 'static' | 'date';
export const declaredKind = (knownAt: NamedSignal['knownAt']): Declared =>
  knownAt === null ? 'undeclared' : knownAt === 'static' ? 'static' : 'date';
