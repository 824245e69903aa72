import { decodeManifest } from '#engine/ann/collection-manifest';
import { defaultIndexType } from '#engine/ann/default-type';
import { OverlaidIndex, type BuiltCollection } from '#engine/ann/overlaid-index';
import type { AnnAttachment, AnnBackend, AnnIndexSettings, AnnProbe } from '#engine/ann/port';
import { parseParams, type RegistryEntry } from '#engine/core/registry';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import { reportSteps, type Step } from './attachment-steps';

/** What a process needs to reach an engine: its connection, and what it does while the engine does not answer. */
interface Access<Attached> {
  readonly connection: {
    readonly whenUnavailable: string;
    readonly attached: { readonly content?: Attached | undefined; readonly factors?: Attached | undefined };
  };
}

/** An engine that holds vectors on a server, by what differs from others. */
export interface IndexEngine<Server extends { readonly access: Access<Attached> }, Params, Attached> {
  readonly entry: RegistryEntry<Params>;
  /** In messages. */
  readonly name: string;
  /** Parameters that hold for searches alone. */
  readonly searchParams: readonly string[];
  /** Said where no server is named. */
  readonly notConfigured: string;
  /** The connection of this process. */
  find(): Server['access'] | undefined;
  connect(access: Server['access']): Server;
  /** A connection that another one has replaced. */
  disconnect?(server: Server): void;
  knowsType(type: string): boolean;
  /** @throws INVALID_ARGUMENT */
  requireType(type: string, dimensions: number): void;
  /** With a short patience. Failures of the connection may be thrown. */
  probe(server: Server, options: { readonly context: TaskContext | undefined; readonly patienceMs: number }): Promise<AnnProbe>;
  build(
    server: Server,
    settings: AnnIndexSettings,
    params: Params,
    engine: string,
    contents: Contents,
    context?: TaskContext,
  ): Promise<BuiltCollection>;
  open(server: Server, manifest: Readonly<Record<string, unknown>>, settings: AnnIndexSettings, params: Params): Promise<BuiltCollection>;
  attach(server: Server, attached: Attached, attachment: AnnAttachment, params: Params, engine: string): Promise<BuiltCollection>;
  inspect(server: Server, attached: Attached, attachment: AnnAttachment, step: Step): Promise<unknown>;
  /** Of a table or a collection. */
  nameOf(attached: Attached): string;
}

interface Contents {
  readonly vectors: Float32Array;
  readonly ids: Int32Array;
}

/** The status of an engine is asked for by people who wait. */
const probePatienceMs = 0;

/** The backend of an engine: one connection per process, made again when its settings change. */
export function engineBackend<Server extends { readonly access: Access<Attached> }, Params, Attached>(
  engine: IndexEngine<Server, Params, Attached>,
): AnnBackend {
  const { entry, notConfigured } = engine;
  let opened: { readonly key: string; readonly server: Server } | undefined;
  const server = (): Server => {
    const access = engine.find();
    if (!access) throw new RankLabError('UNSUPPORTED', notConfigured, { place: 'index.backend' });
    const key = JSON.stringify(access);
    if (opened?.key !== key) {
      if (opened) engine.disconnect?.(opened.server);
      opened = { key, server: engine.connect(access) };
    }
    return opened.server;
  };
  const probe = (context?: TaskContext): Promise<AnnProbe> =>
    engine.probe(server(), { context, patienceMs: probePatienceMs }).catch(asUnavailable);
  const checked = (settings: AnnIndexSettings): Params => {
    const params = parseParams(entry, settings.params, 'index.params');
    engine.requireType(settings.type, settings.dimensions);
    return params;
  };
  return {
    ...entry,
    unavailableBecause() {
      try {
        return engine.find() ? undefined : notConfigured;
      } catch (error) {
        return (error as Error).message;
      }
    },
    probe,
    mayBeReplaced: () => engine.find()?.connection.whenUnavailable === 'scan',
    defaultType: (count) => defaultIndexType(count, true),
    searchParams: engine.searchParams,
    knowsType: (type) => engine.knowsType(type),
    create(settings) {
      const params = checked(settings);
      const connected = server();
      return new OverlaidIndex(
        settings,
        async (vectors, ids, context) => {
          const { engine: version, unavailableBecause } = await probe(context);
          if (version === undefined)
            throw new RankLabError('UNAVAILABLE', unavailableBecause ?? `${engine.name} does not answer`, { place: 'index.backend' });
          return engine.build(connected, settings, params, version, { vectors, ids }, context);
        },
        `${entry.id} · ${settings.type} · ${settings.metric}`,
      );
    },
    ...attaching(engine, server, probe),
    async deserialize(bytes, settings) {
      const params = checked(settings);
      const { manifest, overlay } = decodeManifest(bytes, settings);
      return OverlaidIndex.over(await engine.open(server(), manifest, settings, params), settings, overlay);
    },
  };
}

/** Tables and collections that exist already, used as indexes. */
function attaching<Server extends { readonly access: Access<Attached> }, Params, Attached>(
  engine: IndexEngine<Server, Params, Attached>,
  server: () => Server,
  probe: (context?: TaskContext) => Promise<AnnProbe>,
): Pick<AnnBackend, 'attach' | 'checkAttachment'> {
  return {
    async attach(attachment, context) {
      const connected = server();
      const attached = connected.access.connection.attached[attachment.which];
      if (!attached) return undefined;
      const params = parseParams(engine.entry, attachment.settings.params, 'index.params');
      const { engine: version = engine.name } = await probe(context);
      return OverlaidIndex.over(await engine.attach(connected, attached, attachment, params, version), attachment.settings);
    },
    async checkAttachment(attachment) {
      const connected = server();
      const { which } = attachment;
      const attached = connected.access.connection.attached[which];
      if (!attached) return undefined;
      const { checks, remedy } = await reportSteps((step) => engine.inspect(connected, attached, attachment, step));
      return { backend: engine.entry.id, which, table: engine.nameOf(attached), passed: remedy === null, checks: [...checks], remedy };
    },
  };
}

function asUnavailable(error: unknown): AnnProbe {
  if (!isRankLabError(error) || error.code === 'CANCELLED') throw error;
  const remedy = error.details.remedy ?? 'check the server';
  return { unavailableBecause: `${error.message}; ${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}` };
}
