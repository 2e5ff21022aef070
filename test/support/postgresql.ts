/** A real PostgreSQL of one's own: in a temporary folder, reached over a socket in it, so that no port is taken. */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { until } from './processes.ts';

const PACKAGES = '/usr/lib/postgresql';
const PASSWORD = 'correct-horse-battery';
const START_MS = 30_000;

export interface LivePostgresql {
  /** Of the superuser and the database `postgres`. */
  url: string;
  password: string;
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>;
  /** As the kernel or the node would: nothing is said to anyone. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  /** It accepts connections, and does not answer. */
  pause(): void;
  goOn(): void;
  stop(): Promise<void>;
}

/** Folder of its programs, null where the package is missing. */
export function findPostgresql(): string | null {
  const versions = listFolder(PACKAGES).sort((a, b) => Number(b) - Number(a));
  const folders = versions.map((version) => join(PACKAGES, version, 'bin'));
  return folders.find((folder) => listFolder(folder).includes('initdb')) ?? null;
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

export async function startPostgresql(): Promise<LivePostgresql> {
  const programs = findPostgresql();
  if (programs === null) throw new Error('the package postgresql is missing');
  const cluster = new Cluster(programs);
  cluster.initialise();
  await cluster.startAgain();
  return cluster;
}

class Cluster implements LivePostgresql {
  readonly password = PASSWORD;
  readonly url: string;
  readonly #programs: string;
  readonly #folder = mkdtempSync('/tmp/straggler-pg-');
  #server: ChildProcess | null = null;
  #databases = 0;

  constructor(programs: string) {
    this.#programs = programs;
    this.url = this.#urlOf('postgres');
  }

  initialise(): void {
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, PASSWORD);
    const { uid, gid } = nonRoot();
    if (uid !== process.getuid?.())
      for (const path of [this.#folder, passwordFile]) chownSync(path, uid, gid);
    const [command, ...args] = this.#asUser('initdb', [
      ['-D', join(this.#folder, 'data'), '--no-sync', '-U', 'straggler', '-E', 'UTF8', '--locale=C.UTF-8'],
      ['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ]);
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`initdb: ${stderr}`);
  }

  async startAgain(): Promise<void> {
    const [command, ...args] = this.#asUser('postgres', [
      ['-D', join(this.#folder, 'data'), '-c', 'listen_addresses='],
      ['-c', `unix_socket_directories=${this.#folder}`],
    ]);
    this.#server = spawn(command, args, { stdio: 'ignore' });
    process.on('exit', this.#end);
    await until(() => this.#answers(), 'PostgreSQL to answer', START_MS);
  }

  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `straggler${this.#databases}`;
    await this.#query(`create database ${name}`);
    return this.#urlOf(name);
  }

  async kill(): Promise<void> {
    const all = this.#processes();
    this.#end();
    await until(() => all.every((pid) => !isAlive(pid)), 'PostgreSQL to be gone');
  }

  pause(): void {
    for (const pid of this.#processes()) process.kill(pid, 'SIGSTOP');
  }

  goOn(): void {
    for (const pid of this.#processes()) process.kill(pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  readonly #end = (): void => {
    process.off('exit', this.#end);
    for (const pid of this.#processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended with the one before.
      }
    }
    this.#server = null;
  };

  /** The server first, so that it starts no other meanwhile. */
  #processes(): number[] {
    const server = this.#server?.pid;
    if (server === undefined) return [];
    try {
      const children = readFileSync(`/proc/${server}/task/${server}/children`, 'utf8');
      return [server, ...children.trim().split(' ').filter(Boolean).map(Number)];
    } catch {
      return [];
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await this.#query('select 1');
      return true;
    } catch {
      return false;
    }
  }

  async #query(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  #urlOf(database: string): string {
    return `postgresql://straggler:${PASSWORD}@localhost/${database}?host=${encodeURIComponent(this.#folder)}`;
  }

  /** It refuses to run as root. */
  #asUser(program: string, args: string[][]): [string, ...string[]] {
    const path = join(this.#programs, program);
    const { uid, gid } = nonRoot();
    if (uid === process.getuid?.()) return [path, ...args.flat()];
    return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', path, ...args.flat()];
  }
}

function nonRoot(): { uid: number; gid: number } {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? 0 };
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'));
  const [, , postgres, group] = (line ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(postgres), gid: Number(group) };
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
