import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHttpHost } from '#service/http/host';
import { JobQueue } from '#service/jobs/job-queue';
import { silentLogger } from '#service/logger';
import { StageTimes } from '#service/recommend/stage-times';
import { probeRouter } from './probe';

const docs = resolve(import.meta.dirname, '../../docs');
const read = (file: string): string => readFileSync(resolve(docs, file), 'utf8');
/** `ranklab_x_bucket` belongs to the histogram `ranklab_x`. */
const namesIn = (text: string): string[] =>
  [...new Set(text.match(/ranklab_[a-z0-9_]*[a-z0-9]/g))].map((name) => name.replace(/_(bucket|count|sum)$/, ''));

async function servedMetrics(): Promise<string> {
  const stages = new StageTimes();
  const jobs = new JobQueue();
  const session = {
    workspaceInfo: () => null,
    indexBackend: () => 'exact',
    measurements: async () => ({ items_indexed: 3, index_bytes: 12 }),
    close: async () => undefined,
  };
  const host = await startHttpHost({
    router: probeRouter,
    context: { jobs, stages, session, version: '9.9.9' },
    logger: silentLogger,
    port: 0,
  });
  jobs.start('build', 'Build', async () => undefined);
  stages.clockIfObserved()?.add('rank', 4);
  const headers = { authorization: `Bearer ${host.token}` };
  await fetch(`${host.url}/page`, { headers });
  const text = await (await fetch(`${host.url}/metrics`, { headers })).text();
  await host.close();
  return text;
}

describe('dashboards and alerts for operators', () => {
  it('refer to existing metrics', async () => {
    const metrics = await servedMetrics();
    const known = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    for (const file of ['operations/grafana-dashboard.json', 'operations/alerts.yaml']) {
      const names = namesIn(read(file));
      expect(names.length).toBeGreaterThan(3);
      for (const name of names) expect(known, `${file} speaks of ${name}`).toContain(name);
    }
    for (const name of namesIn(read('operations.md'))) {
      expect(
        [...known].some((each) => each?.startsWith(name)),
        `operations.md speaks of ${name}`,
      ).toBe(true);
    }
  });

  it('can use stages, jobs, index and version', async () => {
    const metrics = await servedMetrics();
    expect(metrics).toContain('ranklab_stage_duration_seconds_bucket{le="0.005",stage="rank"} 1');
    expect(metrics).toMatch(/ranklab_jobs\{status="(queued|running|succeeded)"\} 1/);
    expect(metrics).toContain('ranklab_session{name="index_bytes"} 12');
    expect(metrics).toContain('ranklab_build_info{version="9.9.9"} 1');
  });

  it('explain every alert', () => {
    const alerts = [...read('operations/alerts.yaml').matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    expect(alerts.length).toBe(10);
    for (const alert of alerts) expect(read('operations.md')).toContain(`\`${alert}\``);
  });
});
