/** deploy/: manifests follow the schemas of Kubernetes, scripts are valid shell, and every command line in them is one of the program's. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { createProgram } from '../../src/cli/program';

const folder = resolve('deploy');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const manifests = readdirSync(join(folder, 'kubernetes')).map((name) => join('kubernetes', name));
const scripts = ['parallel.sh', ...readdirSync(join(folder, 'slurm')).map((name) => join('slurm', name))];

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: Record<string, unknown>;
}
type Model = new (data: unknown) => { validate(): void };

const documents = manifests.flatMap((path) =>
  parseAllDocuments(read(path), { merge: true }).map((document) => {
    expect(document.errors, path).toEqual([]);
    return { path, manifest: document.toJS() as Manifest };
  }),
);

/** Checks against the schema of the manifest's version and kind. @throws naming the place */
function validate({ apiVersion, kind, ...rest }: Manifest): void {
  const models = createRequire(import.meta.url)(`kubernetes-models/${apiVersion}/${kind}`) as Record<string, Model>;
  const ModelOfKind = models[kind];
  if (!ModelOfKind) throw new Error(`There is no ${apiVersion} ${kind}`);
  new ModelOfKind({ apiVersion, kind, ...rest }).validate();
}

describe('the manifests', () => {
  it('cover jobs, servers and what keeps them running', () => {
    expect(documents.map(({ manifest }) => manifest.kind).sort()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Job',
      'Job',
      'PodDisruptionBudget',
      'Service',
    ]);
  });

  it.each(documents.map(({ path, manifest }) => [`${path}: ${manifest.kind}`, manifest] as const))(
    '%s follows its schema',
    (_, manifest) => {
      expect(() => validate(manifest)).not.toThrow();
      expect(() => validate({ ...manifest, spec: { ...manifest.spec, selector: 7, completions: 'all', scaleTargetRef: 'x' } })).toThrow();
    },
  );

  it('run as nobody in particular, on a root file system that cannot be written, with the snapshot read only', () => {
    const pods = documents.flatMap(({ manifest }) => {
      const template = manifest.spec['template'] as { spec: Record<string, never> } | undefined;
      return template ? [template.spec as unknown as PodSpec] : [];
    });
    expect(pods).toHaveLength(3);
    for (const { securityContext, containers, volumes } of pods) {
      expect(securityContext.runAsNonRoot).toBe(true);
      for (const container of containers) {
        expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
        expect(container.resources.requests).toMatchObject({ cpu: expect.anything() as unknown, memory: expect.anything() as unknown });
        expect(container.volumeMounts.find(({ name }) => name === 'films')).toMatchObject({ readOnly: true });
      }
      expect(volumes.find(({ name }) => name === 'films')).toMatchObject({ persistentVolumeClaim: { readOnly: true } });
    }
  });

  it('measure as many shards as there are', () => {
    const [job] = documents.filter(({ path }) => path.endsWith('compare.yaml'));
    expect(read('kubernetes/compare.yaml')).toContain(
      `--shard "$((JOB_COMPLETION_INDEX + 1))/${String(job?.manifest.spec['completions'])}"`,
    );
  });
});

interface PodSpec {
  readonly securityContext: { readonly runAsNonRoot: boolean };
  readonly containers: readonly {
    readonly securityContext: object;
    readonly resources: { readonly requests: object };
    readonly volumeMounts: readonly { readonly name: string }[];
  }[];
  readonly volumes: readonly { readonly name: string }[];
}

it.each(scripts)('%s is valid shell', (path) => {
  expect(spawnSync('bash', ['-n', join(folder, path)], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  expect(read(path)).toContain('set -euo pipefail');
});

/** The words of a command line, with numbers in place of variables. */
const words = (line: string): string[] =>
  [...line.replace(/\$\(\([^)]*\)\)|\$\{?\w+\}?|\{\}/g, '1').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) =>
    (quoted ?? bare ?? '').replace('"', ''),
  );

const commands = [...manifests, ...scripts].flatMap((path) =>
  [...read(path).matchAll(/^\s*(?:exec |seq .*)?\branklab ((?:compare|merge|serve) .*)$|.*parallel .* ranklab (compare .*)$/gm)].map(
    ([, plain, parallel]) => [path, words(plain ?? parallel ?? '')] as const,
  ),
);

describe('the command lines', () => {
  it.each(commands)('%s: %j is one of the program’s', async (_, [verb = '', ...rest]) => {
    const program = await createProgram(verb);
    let parsed: unknown;
    program.commands[0]?.action((...args: unknown[]) => {
      parsed = args;
    });
    await program.parseAsync([verb, ...rest], { from: 'user' });
    expect(parsed).toBeDefined();
  });

  it('are all found', () => expect(commands).toHaveLength(7));
});

describe('compose.yml', () => {
  interface Service {
    readonly image: string;
    readonly ports: readonly string[];
    readonly environment?: Record<string, string>;
    readonly healthcheck: { readonly test: readonly string[] };
  }
  const text = read('compose.yml');
  const services = Object.values((parse(text) as { services: Record<string, Service> }).services);

  it('starts servers of one version, which only this machine reaches, and waits for them', () => {
    expect(services).toHaveLength(2);
    for (const { image, ports, healthcheck } of services) {
      expect(image).toMatch(/^[a-z]+\/[a-z]+:v?\d+\.\d+/);
      expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
      expect(healthcheck.test[0]).toBe('CMD');
    }
  });

  it('names the suites that are run against them, at the addresses of the servers', () => {
    const commands = [...text.matchAll(/^# +(RANKLAB_\w+)=(\S+) npx vitest run (\S+)$/gm)];
    expect(commands).toHaveLength(services.length);
    for (const [at, [, variable, address, file]] of commands.entries()) {
      const { hostname, port, username, password, pathname } = new URL(address);
      const { ports, environment } = services[at];
      expect(ports).toEqual([`${hostname}:${port}:${port}`]);
      expect(readFileSync(file, 'utf8')).toContain(`process.env['${variable}']`);
      if (!environment) continue;
      expect([username, password, pathname.slice(1)]).toEqual(
        ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'].map((name) => environment[name]),
      );
    }
  });
});
