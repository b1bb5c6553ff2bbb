/** Connections to PostgreSQL by `pg`: in pools, with statements prepared once, and values as the store's verbs have them. */
import type { CompiledQuery } from 'kysely'
import { Client, type ClientConfig, Pool, type QueryConfig, types } from 'pg'
import { decodeText, encodeJson, encodeText } from './nul-characters.ts'

/** How long a connection may take to come about, or one of a pool to be free. */
const connectionTimeoutMs = 5_000

const maxNamedStatements = 500

const oid = { bytea: 17, bigint: 20, text: 25, numeric: 1700 }

/** Counts and sums as numbers, bytes as plain bytes; the others as `pg` has them. */
const parsers: ClientConfig['types'] = {
  getTypeParser(type: number, format?: 'text' | 'binary') {
    if (type === oid.bigint || type === oid.numeric) return Number
    if (type === oid.bytea) return parseBytes
    if (type === oid.text) return decodeText
    return types.getTypeParser(type, format as 'text')
  },
}

function parseBytes(value: string): Uint8Array {
  // As `\x0123…`.
  return new Uint8Array(Buffer.from(value.slice(2), 'hex'))
}

/** What a connection is for, as the database lists it beside its state. */
type Purpose = 'reading' | 'writing' | 'flushing' | 'locking' | 'watching'

/** @param url as `DATABASE_URL` has it */
function toSettings(url: string, purpose: Purpose): ClientConfig {
  return {
    connectionString: url,
    types: parsers,
    application_name: `public-gallery-registry ${purpose}`,
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }
}

/** A connection of its own, which its caller connects and ends. */
export function createClient(url: string, purpose: Purpose): Client {
  const client = new Client(toSettings(url, purpose))
  // Whoever uses it hears of it; without a listener it would end the program.
  client.on('error', () => {})
  return client
}

export function createPool(url: string, max: number, purpose: Purpose): Pool {
  const pool = new Pool({ ...toSettings(url, purpose), max, idleTimeoutMillis: 0, allowExitOnIdle: false })
  // An idle connection that breaks is replaced when the next one is wanted.
  pool.on('error', () => {})
  // Of one that is in use, whoever uses it hears.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** A process that was stopped in the midst of a transaction gives its turn back after the first, another one waits for the second. */
const stillMs = 30_000
const waitMs = 20_000

/**
 * Connections for transactions, which send statements without waiting for the answer to the one before. Their commits do not wait for the
 * disk; see flush.ts.
 * @param processId of letters, digits and hyphens
 */
export function createWriterPool(url: string, max: number, processId: string): Pool {
  const pool = new Pool({
    ...toSettings(url, 'writing'),
    pipeline: true,
    max,
    idleTimeoutMillis: 0,
    allowExitOnIdle: false,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    const settings = `SET synchronous_commit = off; SET idle_in_transaction_session_timeout = ${stillMs};
      SET lock_timeout = ${waitMs}; SET public_gallery.process = '${processId}'`
    // Where it fails, so does what follows.
    client.query(settings).catch(() => {})
  })
  return pool
}

/** What is known of a text. */
interface Form {
  /** Under which a connection keeps the statement; of those that are not kept, none. */
  name?: string
  /** Of the parameters that are JSON, from 0. */
  json: ReadonlySet<number>
}

const forms = new Map<string, Form>()

/** Statements are texts of this program; those of many lengths of lists are more than are worth keeping. */
function toForm(sql: string): Form {
  const known = forms.get(sql)
  if (known !== undefined) return known
  const json = new Set(Array.from(sql.matchAll(/\$(\d+)::json\b/g), ([, number]) => Number(number) - 1))
  if (forms.size >= maxNamedStatements) return { json }
  const form = { name: `s${forms.size}`, json }
  forms.set(sql, form)
  return form
}

/** The statement as `pg` takes it. */
export function toPgQuery({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryConfig {
  const { name, json } = toForm(sql)
  const values = parameters.map((value, at) => {
    if (typeof value !== 'string') return value
    return json.has(at) ? encodeJson(value) : encodeText(value)
  })
  return name === undefined ? { text: sql, values } : { text: sql, values, name }
}
