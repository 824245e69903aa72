import type {
  AnyContractProcedure,
  ContractProcedure,
  ContractRouter,
  ErrorMap,
  InferSchemaInput,
  InferSchemaOutput,
  Meta,
} from '@orpc/contract';
import { implement, type Router } from '@orpc/server';
import { contract, type Contract } from '#shared/contract/index';
import type { ServiceContext } from './context';

/** What a handler is called with: the validated input, the service, and a signal that aborts when the caller gives up. */
export interface Call<Input, Context = ServiceContext> {
  readonly input: Input;
  readonly context: Context;
  readonly signal: AbortSignal | undefined;
}

/** The function a procedure of the contract demands. Input and output are those of its schemas. */
export type HandlerOf<Procedure, Context = ServiceContext> =
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

type AreaContracts = Record<string, Record<string, AnyContractProcedure>>;
type AnyHandler = (call: Call<unknown, never>) => Promise<unknown>;
export type ServiceRouter<Context extends object = ServiceContext> = Router<ContractRouter<Meta>, Context & Record<PropertyKey, unknown>>;

/** Joins a contract to its handlers. The types of `handlers` are the whole check; nothing is looked up by name later. */
export function implementContract<Areas extends AreaContracts, Context extends object>(
  areas: Areas,
  handlers: HandlersOf<Areas, Context>,
): ServiceRouter<Context> {
  const named = handlers as unknown as Record<string, Record<string, AnyHandler>>;
  const router: Record<string, Record<string, unknown>> = {};
  for (const [area, procedures] of Object.entries(areas)) {
    const implemented: Record<string, unknown> = {};
    for (const [name, procedure] of Object.entries(procedures)) {
      const handle = named[area]?.[name];
      if (!handle) throw new Error(`No handler for ${area}.${name}`);
      implemented[name] = (implement(procedure as ContractProcedure<never, never, ErrorMap, Meta>) as unknown as Implementer).handler(
        ({ input, context, signal }) => handle({ input, context: context as never, signal }),
      );
    }
    router[area] = implemented;
  }
  return router as ServiceRouter<Context>;
}

interface Implementer {
  handler(run: (call: { input: unknown; context: unknown; signal?: AbortSignal | undefined }) => Promise<unknown>): unknown;
}

/** The product's router. */
export function createRouter<Context extends ServiceContext>(handlers: Handlers<Context>): ServiceRouter<Context> {
  return implementContract(contract, handlers);
}
