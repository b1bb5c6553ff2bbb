/**
 * Guards a cluster: while registries and galleries are ended by force and in order, and the database is started again, clients who come
 * through nginx and try again see nothing of it, and nothing that was acknowledged is lost. Ten minutes of it: `npm run drills -- cluster`.
 */
import { beforeAll, expect, test } from 'vitest'
import { readDrillRounds } from '#lib/config/drill-rounds.ts'
import { runClusterDrill } from '#testing/registry/soak/run-cluster-drill.ts'
import { toClusterDrillTable } from '#testing/registry/soak/to-cluster-drill-table.ts'
import { findS3Problem, startRadosgw } from '#testing/start-radosgw.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from '../scripts/build-programs.ts'
import { findDebianProgram } from '../scripts/debian-programs.ts'

const few = 5
const rounds = readDrillRounds(few)
const isDrill = rounds !== few
/** How long a client goes on trying: six times, in pauses that double from half a second. */
const patienceMs = 15_500

if (findDebianProgram('nginx') === null) test.skip('skipped, because nginx is not here')

beforeAll(async () => {
  if (findProgramsBuildReason() !== null) await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
}, 600_000)

async function hold(blobStore: Record<string, string>): Promise<void> {
  const report = await runClusterDrill({
    rounds,
    roundMs: isDrill ? 12_000 : 5_000,
    blobStore,
    say: isDrill ? (line) => console.log(line) : () => {},
  })
  const table = toClusterDrillTable(report).join('\n')
  if (isDrill) console.log(table)
  expect(Object.values(report.tallies).flatMap(({ failures }) => failures)).toEqual([])
  expect(report.lost).toEqual([])
  for (const { done } of Object.values(report.tallies)) expect(done, table).toBeGreaterThan(0)
  for (const pulls of ['pulls', 'skopeo pulls']) {
    expect(report.tallies[pulls]?.longestMs ?? 0, table).toBeLessThan(patienceMs)
  }
  expect(report.images, table).toBeGreaterThan(0)
}

const timeoutMs = rounds * 60_000 + 240_000

test.runIf(findDebianProgram('nginx'))(
  'of a cluster any process may end: no acknowledged push is lost, and no pull fails for longer than its client tries',
  () => hold({}),
  timeoutMs,
)

const s3Problem = findS3Problem()
if (s3Problem !== null) test.skip(`on an S3-compatible store: skipped, because ${s3Problem}`)

test.runIf(findDebianProgram('nginx') && s3Problem === null)(
  'the same with blobs in an S3-compatible store',
  async () => {
    await using s3 = await startRadosgw()
    await hold(s3.toEnvironment(await s3.createBucket()))
  },
  timeoutMs,
)
