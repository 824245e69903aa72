import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a separate server on the loopback interface. PostgreSQL refuses to run as root, so root starts it as the user `postgres`. */
export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-postgres-'));
  const password = randomBytes(12).toString('hex');
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')];
  writeFileSync(secret, password);
  const as = (program: string, args: string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', join(bin ?? '', program), ...args]] : [join(bin ?? '', program), args];
  if (isRoot) {
    chmodSync(folder, 0o777);
    chmodSync(secret, 0o644);
  }
  await exec(...as('initdb', ['-D', data, '-U', 'analyst', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-N']), { cwd: folder });
  const port = await freePort();
  const settings = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
  ];
  const server = spawn(...as('postgres', settings), { stdio: 'ignore', cwd: folder });
  process.env['RANKLAB_TEST_PASSWORD'] = password;
  const { Client } = (await import('pg')).default;
  const url = `postgres://analyst@127.0.0.1:${port}/postgres`;
  const connect = async (attempts: number): Promise<InstanceType<typeof Client>> => {
    const client = new Client({ connectionString: `${url}?password=${password}` });
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
  const client = await connect(200);
  return {
    url,
    password,
    passwordVariable: 'RANKLAB_TEST_PASSWORD',
    run: async (sql) => void (await client.query(sql)),
    async stop() {
      await client.end();
      await exec(...as('pg_ctl', ['-D', data, '-m', 'fast', 'stop']), { cwd: folder });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
