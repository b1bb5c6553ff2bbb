/**
 * What catalogues that no one machine here can hold would take: a small simulation on top of figures that were measured. What it prints is
 * computed, unless it says that it was measured; `docs/scale.md` has both.
 */
import { toDatabaseUrl } from '#testing/cluster/postgres-part.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { runStatement } from '#testing/start-postgres.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms } from '../scripts/build-programs.ts'
import { startBenchCluster } from './bench-cluster.ts'
import { toPercentile } from './percentile.ts'
import { createRandom, type Random } from './seeded-random.ts'

/** Measured by other parts of the bench; where and when stands in docs/scale.md. */
const measured = {
  /** Of a processor's time for a page that no cache has, and for a change that a gallery follows: `npm run bench -- galleries`. */
  pageCpuMs: 42,
  changeCpuMs: 10.7,
  /** Of an index of a million, by the clock: ADR 0008. */
  millionP50Ms: 6.9,
  millionP95Ms: 21.0,
  /** Resident after a start from the file, of 200,000 and of a million: the same. */
  fifthMillionMb: 703,
  millionMb: 2_455,
}

/** What is assumed of a catalogue. */
const assumed = {
  imagesOfRepository: 20,
  /** Changes of a repository in a day, pushes and texts. */
  changesPerDay: 0.02,
  /** The busiest minutes against the mean. */
  peakFactor: 10,
  /** Of the popularity of repositories by rank (Zipf). */
  zipf: 0.9,
  cachedSeconds: 3_600,
  shardRepositories: 2_000_000,
  /** One hop to a shard and back. */
  hopMs: 1,
}

const sizes = [1_000_000, 10_000_000, 100_000_000]
const visitsPerSecond = 1_000
const simulatedQueries = 50_000
const measuredRepositories = 1_000
const measuredImages = 400

/** Measures the database, and computes. */
export async function run(): Promise<void> {
  await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
  const database = await measureDatabase()
  console.log('\nMeasured: PostgreSQL with tables, indexes and the audit log, bytes')
  console.table({ 'a repository with its texts': database.repository, 'an image with a tag': database.image })
  console.log('\nMeasured before, and assumed')
  console.table({ ...measured, ...assumed })
  console.log('\nComputed')
  console.table(Object.fromEntries(sizes.map((size) => [size.toLocaleString('en'), compute(size, database)])))
}

interface DatabaseBytes {
  repository: number
  image: number
}

/** What a thousand repositories and some hundred pushes add to the database of a cluster. */
async function measureDatabase(): Promise<DatabaseBytes> {
  const bench = await startBenchCluster(1)
  try {
    const { place, publisher } = bench
    const readBytes = async () => {
      await runStatement(toDatabaseUrl(place), 'VACUUM FULL')
      const [row] = await runStatement(
        toDatabaseUrl(place),
        `SELECT pg_database_size('gallery')::float8 AS bytes`,
      )
      return Number(row?.bytes)
    }
    const empty = await readBytes()
    const names = await bench.createRepositories(measuredRepositories)
    const filled = await readBytes()
    const registryUrl = `http://127.0.0.1:${place.registryPort}`
    for (const name of names.slice(0, measuredImages / 10)) {
      const pusher = await createPusher(publisher, { registryUrl, name })
      for (let tag = 0; tag < 10; tag += 1) await pusher.pushImage(`1.${tag}`, { config: { name, tag } })
    }
    const pushed = await readBytes()
    return {
      repository: Math.round((filled - empty) / measuredRepositories),
      image: Math.round((pushed - filled) / measuredImages),
    }
  } finally {
    await bench.stop()
  }
}

function compute(size: number, database: DatabaseBytes): Record<string, string | number> {
  const bytesOfEach = ((measured.millionMb - measured.fifthMillionMb) * 1e6) / 800_000
  const shards = Math.ceil(size / assumed.shardRepositories)
  const perShard = size / shards
  const { p50, p95 } = simulateFanOut(shards, perShard)
  const hitShare = simulatePageCache(size)
  const peakChanges = (size * assumed.changesPerDay * assumed.peakFactor) / 86_400
  return {
    'index, GB': ((size * bytesOfEach) / 1e9).toFixed(1),
    shards,
    'GB of a shard': ((perShard * bytesOfEach) / 1e9).toFixed(1),
    'database, GB': Math.round(
      (size * (database.repository + assumed.imagesOfRepository * database.image)) / 1e9,
    ),
    'search p50, ms': p50.toFixed(0),
    'search p95, ms': p95.toFixed(0),
    'changes/s at the peak': peakChanges.toFixed(1),
    'processors that follow them': ((peakChanges * measured.changeCpuMs) / 1000).toFixed(2),
    'pages from the cache': `${(hitShare * 100).toFixed(0)} %`,
    [`processors for ${visitsPerSecond} visits/s`]: Math.ceil(
      (visitsPerSecond * (1 - hitShare) * measured.pageCpuMs) / 1000,
    ),
  }
}

/** A search waits for the slowest of its shards. Times are log-normal, and grow with a shard's documents. */
function simulateFanOut(shards: number, perShard: number): { p50: number; p95: number } {
  const random = createRandom(shards, perShard)
  const { millionP50Ms: p50, millionP95Ms: p95 } = measured
  const sigma = Math.log(p95 / p50) / 1.645
  // A search costs so much for its text, whichever the shard; the rest is chance of the shard's own.
  const [ofQuery, ofShard] = [sigma * 0.95, sigma * 0.31]
  const scale = (p50 * perShard) / 1_000_000
  const times: number[] = []
  for (let query = 0; query < simulatedQueries; query += 1) {
    const common = toNormal(random) * ofQuery
    let slowest = 0
    for (let shard = 0; shard < shards; shard += 1) {
      slowest = Math.max(slowest, scale * Math.exp(common + toNormal(random) * ofShard))
    }
    times.push(slowest + (shards > 1 ? assumed.hopMs : 0))
  }
  return { p50: toPercentile(times, 0.5), p95: toPercentile(times, 0.95) }
}

/** Box–Muller. */
function toNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * The share of visits that a cache answers which keeps each page for an hour, however many there are: a page that is visited so often
 * is made once, and then had for the rest of the hour. Ranks are taken together by powers of 1.05.
 */
function simulatePageCache(size: number): number {
  const groups: { count: number; weight: number }[] = []
  for (let from = 1; from <= size; ) {
    const to = Math.min(size, Math.max(from, Math.floor(from * 1.05)))
    const count = to - from + 1
    groups.push({ count, weight: ((from + to) / 2) ** -assumed.zipf })
    from = to + 1
  }
  const total = groups.reduce((sum, { count, weight }) => sum + count * weight, 0)
  return groups.reduce((sum, { count, weight }) => {
    const perHour = (visitsPerSecond * assumed.cachedSeconds * weight) / total
    return sum + ((count * weight) / total) * (perHour / (1 + perHour))
  }, 0)
}
