import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Debian's folder, the newest version first. */
function binaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

const bin = binaries();
const isRoot = process.getuid?.() === 0;
/** Why PostgreSQL cannot be tested here; undefined if it can. */
export const postgresMissing =
  bin === undefined
    ? 'postgresql is not installed'
    : isRoot && !existsSync('/usr/sbin/runuser') && !existsSync('/sbin/runuser')
      ? 'no runuser'
      : undefined;

export interface Postgres {
  /** The URL, without the password. */
  readonly url: string;
  readonly password: string;
  /** The environment variable that holds the password. */
  readonly passwordVariable: string;
  run(sql: string): Promise<void>;
  /** The first row of an answer. */
  first(sql: string): Promise<Record<string, unknown>>;
  /** Ends all of its processes at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts the server again with its data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a separate server on the loopback interface. PostgreSQL refuses to run as root, so root starts it as the user `postgres`. `programs`: the
 * folder of its programs, by default the newest installed version.
 */
export async function startPostgres(programs = bin ?? ''): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-postgres-'));
  const password = randomBytes(12).toString('hex');
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')];
  writeFileSync(secret, password);
  const as = (program: string, args: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', join(programs, program), ...args]] : [join(programs, program), args];
  if (isRoot) {
    chmodSync(folder, 0o777);
    chmodSync(secret, 0o644);
  }
  await exec(...as('initdb', ['-D', data, '-U', 'analyst', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-N']), { cwd: folder });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'].flatMap((setting) => ['-c', setting]);
  process.env['RANKLAB_TEST_PASSWORD'] = password;
  const { Client } = (await import('pg')).default;
  const url = `postgres://analyst@127.0.0.1:${port}/postgres`;
  const connect = async (attempts: number): Promise<InstanceType<typeof Client>> => {
    const client = new Client({ connectionString: `${url}?password=${password}` });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (attempts === 0 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return connect(attempts - 1);
    }
  };
  const start = () => spawn(...as('postgres', ['-D', data, '-p', String(port), ...settings]), { stdio: 'ignore', cwd: folder });
  let server = start();
  let client = await connect(200);
  return {
    url,
    password,
    passwordVariable: 'RANKLAB_TEST_PASSWORD',
    run: async (sql) => void (await client.query(sql)),
    first: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows[0] ?? {},
    async kill() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      process.kill(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]), 'SIGKILL');
      await gone;
    },
    async restart() {
      server = start();
      client = await connect(200);
    },
    async stop() {
      await client.end();
      await exec(...as('pg_ctl', ['-D', data, '-m', 'fast', 'stop']), { cwd: folder });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
