import type { AnyContractProcedure, AnyContractRouter, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import { implement, type Router } from '@orpc/server';
import { contract, type Contract } from '#shared/contract/index';
import type { ServiceContext } from '../context';

/** What a handler is called with: the validated input, the service, and a signal that aborts when the caller cancels. */
export interface Call<Input, Context = ServiceContext> {
  readonly input: Input;
  readonly context: Context;
  readonly signal: AbortSignal | undefined;
}

/** The handler type of a procedure of the contract. Input and output are those of its schemas. */
type HandlerOf<Procedure, Context = ServiceContext> =
  Procedure extends ContractProcedure<infer Input, infer Output, infer _Errors, infer _Meta>
    ? (call: Call<InferSchemaOutput<Input>, Context>) => Promise<InferSchemaInput<Output>>
    : never;

/**
 * One object of handlers per area of the contract, a handler per procedure. Leaving one out does not compile:
 *
 *     export const jobHandlers = { list: async ({ context }) => …, … } satisfies AreaHandlers<'job'>;
 */
export type HandlersOf<Areas, Context = ServiceContext> = {
  readonly [Area in keyof Areas]: { readonly [Name in keyof Areas[Area]]: HandlerOf<Areas[Area][Name], Context> };
};
export type Handlers<Context = ServiceContext> = HandlersOf<Contract, Context>;
export type AreaHandlers<Area extends keyof Contract, Context = ServiceContext> = Handlers<Context>[Area];

export type AreaContracts = Record<string, Record<string, AnyContractProcedure>>;
type OrpcContext = Record<PropertyKey, unknown>;
export type AnyHandler<Context> = (call: Call<unknown, Context>) => Promise<unknown>;

/** A contract with its handlers, served by every transport. */
export interface ServiceRouter<Context> {
  readonly contract: AreaContracts;
  readonly handlers: Readonly<Record<string, Readonly<Record<string, AnyHandler<Context>>>>>;
  readonly orpc: Router<AnyContractRouter, OrpcContext>;
}

interface Implementer {
  handler(run: (call: { input: unknown; context: unknown; signal?: AbortSignal | undefined }) => Promise<unknown>): AnyProcedure;
}
type AnyProcedure = ServiceRouter<never>['orpc'];

/** Connects a contract to its handlers. The type of `handlers` ensures completeness. */
export function implementContract<Areas extends AreaContracts, Context extends object>(
  areas: Areas,
  handlers: HandlersOf<Areas, Context>,
): ServiceRouter<Context> {
  const named = handlers as unknown as ServiceRouter<Context>['handlers'];
  const orpc: Record<string, Record<string, AnyProcedure>> = {};
  for (const [area, procedures] of Object.entries(areas)) {
    const implemented: Record<string, AnyProcedure> = {};
    for (const [name, procedure] of Object.entries(procedures)) {
      const handle = named[area]?.[name];
      if (!handle) throw new Error(`No handler for ${area}.${name}`);
      const implementer = implement(procedure) as unknown as Implementer;
      implemented[name] = implementer.handler(({ input, context, signal }) => handle({ input, context: context as Context, signal }));
    }
    orpc[area] = implemented;
  }
  return { contract: areas, handlers: named, orpc: orpc as AnyProcedure };
}

/** The product's router. */
export function createRouter<Context extends ServiceContext>(handlers: Handlers<Context>): ServiceRouter<Context> {
  return implementContract(contract, handlers);
}

/** A context in the form that oRPC expects. */
export const orpcContext = (context: object): OrpcContext => context as OrpcContext;
