/** A PostgreSQL server of a test's own, on a socket in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { copyPostgresBinaries, nobody, toPostgresCommand } from './postgres-binaries.ts'

export interface TestPostgres extends AsyncDisposable {
  /** Of the database by which others are made. */
  url: string
  /** Makes an empty database, and answers its `DATABASE_URL`. */
  createDatabase(): Promise<string>
  /** Ends the server: `SIGINT` in order and at once, `SIGKILL` as a loss of power of it alone. */
  stop(signal: 'SIGINT' | 'SIGKILL'): Promise<void>
  start(): Promise<void>
  /** Of the server's first process. */
  pid(): number
}

/** @param settings of the server, each as `fsync=off` */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'pg-'))
  const isRoot = process.getuid?.() === 0
  const native = copyPostgresBinaries(join(folder, 'native'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (isRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody)
  const run = toPostgresCommand(isRoot, native)
  const [initdb, ...initArgs] = run([
    join(native, 'bin', 'initdb'),
    ...['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
  ])
  execFileSync(initdb, initArgs, { stdio: 'ignore', cwd: folder })

  const given = settings.flatMap((setting) => ['-c', setting])
  let server: ChildProcess | null = null
  const toUrl = (database: string) =>
    `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`
  const start = async () => {
    const [program, ...args] = run([
      join(native, 'bin', 'postgres'),
      ...['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=200', ...given],
    ])
    server = spawn(program, args, { stdio: 'ignore', cwd: folder })
    await waitUntilReady(toUrl('postgres'), server)
  }
  const stop: TestPostgres['stop'] = async (signal) => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
    // Killed, it leaves its children for a moment, who hold its memory.
    if (signal === 'SIGKILL') await sleep(200)
  }
  await start()
  return {
    url: toUrl('postgres'),
    createDatabase: () => createDatabase(toUrl('postgres')),
    stop,
    start,
    pid: () => server?.pid ?? 0,
    async [Symbol.asyncDispose]() {
      await stop('SIGINT')
      rmSync(folder, { recursive: true })
    },
  }
}

/**
 * Makes a database on the server that has the one of `url`, and answers its `DATABASE_URL`.
 * @param template the database that it is a copy of, to which nobody is connected; an empty one unless another is named
 */
export async function createDatabase(url: string, template = 'template1'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`))
  return url.replace('/postgres?', `/${name}?`)
}

/** Removes one that `createDatabase` has made, whoever is connected to it. */
export async function dropDatabase(url: string, made: string): Promise<void> {
  const name = new URL(made).pathname.slice(1)
  await runStatement(url, `DROP DATABASE ${name} WITH (FORCE)`)
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}.`)
    try {
      await withClient(url, (client) => client.query('SELECT 1'))
      return
    } catch {
      await sleep(50)
    }
  }
  throw new Error('PostgreSQL does not answer.')
}

/** Runs a statement that is no verb of the store. */
export async function runStatement(url: string, statement: string): Promise<Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query(statement)).rows)
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
