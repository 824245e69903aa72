import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ServiceContext } from '../context';
import { registerScheduleMetrics } from './schedule-metrics';
import { RecentLoad } from './recent-load';

/** From a tenth of a millisecond to ten seconds. */
const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures every request, and serves the measurements at `GET /metrics` in Prometheus' text format. */
export function registerMetrics(
  app: FastifyInstance,
  service: Partial<Pick<ServiceContext, 'session' | 'jobs' | 'version' | 'stages'>>,
): RecentLoad {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'ranklab_' });
  const duration = new Histogram({
    name: 'ranklab_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its response, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const inFlight = new Gauge({ name: 'ranklab_http_requests_in_flight', help: 'Requests in flight.', registers: [registry] });
  const versions = new Gauge({
    name: 'ranklab_build_info',
    help: 'Always 1; the version is a label.',
    labelNames: ['version'],
    registers: [registry],
  });
  versions.labels(service.version ?? 'unknown').set(1);
  registerServiceMetrics(registry, service);

  // Finding a labelled child hashes its labels; keeping the children makes an observation cheap.
  const load = new RecentLoad();
  const children = new Map<string, { observe(seconds: number): void }>();
  const observe = (request: FastifyRequest, reply: FastifyReply): void => {
    const { url = 'unmatched' } = request.routeOptions;
    const key = `${request.method} ${url} ${reply.statusCode}`;
    let child = children.get(key);
    if (!child) {
      child = duration.labels(request.method, url, String(reply.statusCode));
      children.set(key, child);
    }
    child.observe(reply.elapsedTime / 1_000);
    load.add(reply.elapsedTime);
  };
  app.addHook('onRequest', (_request, _reply, done) => {
    inFlight.inc();
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    inFlight.dec();
    observe(request, reply);
    done();
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return load;
}

function registerServiceMetrics(registry: Registry, { session, jobs, stages }: Parameters<typeof registerMetrics>[1]): void {
  if (jobs) {
    new Gauge({
      name: 'ranklab_jobs',
      help: 'Jobs known to this process, by status.',
      labelNames: ['status'],
      registers: [registry],
      collect() {
        this.reset();
        for (const job of jobs.list()) this.labels(job.status).inc();
      },
    });
  }
  if (session) {
    new Gauge({
      name: 'ranklab_session',
      help: 'What the open workspace holds, by name (items_indexed, index_bytes, cache_entries …).',
      labelNames: ['name'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const [name, value] of Object.entries((await session.measurements?.()) ?? {})) this.labels(name).set(value);
      },
    });
    registerScheduleMetrics(registry, async () => (await session.schedules?.()) ?? []);
  }
  if (stages) {
    const histogram = new Histogram({
      name: 'ranklab_stage_duration_seconds',
      help: 'Time of one stage of a recommendation (retrieve, signals, rank …).',
      labelNames: ['stage'],
      buckets,
      registers: [registry],
    });
    stages.listener = (stage, milliseconds) => histogram.labels(stage).observe(milliseconds / 1_000);
  }
}
