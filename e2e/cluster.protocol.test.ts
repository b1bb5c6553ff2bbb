/**
 * Guards a cluster: while registries and galleries are ended by force and in order, and the database is started again, clients who come
 * through nginx and try again see nothing of it, and nothing that was acknowledged is lost. Ten minutes of it: `npm run drills -- cluster`.
 */
import { beforeAll, expect, test } from 'vitest'
import { readDrillRounds } from '#lib/config/drill-rounds.ts'
import { runClusterDrill } from '#testing/registry/soak/run-cluster-drill.ts'
import { toClusterDrillTable } from '#testing/registry/soak/to-cluster-drill-table.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from '../scripts/build-programs.ts'
import { findProxy } from '../scripts/debian-proxies.ts'

const few = 5
const rounds = readDrillRounds(few)
const isDrill = rounds !== few
/** How long a client goes on trying: six times, in pauses that double from half a second. */
const patienceMs = 15_500

if (findProxy('nginx') === null) test.skip('skipped, because nginx is not here')

beforeAll(async () => {
  if (findProgramsBuildReason() !== null) await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
}, 600_000)

test.runIf(findProxy('nginx'))(
  'of a cluster any process may end: no acknowledged push is lost, and no pull fails for longer than its client tries',
  async () => {
    const report = await runClusterDrill({
      rounds,
      roundMs: isDrill ? 12_000 : 5_000,
      say: isDrill ? (line) => console.log(line) : () => {},
    })
    const table = toClusterDrillTable(report).join('\n')
    if (isDrill) console.log(table)
    expect(Object.values(report.tallies).flatMap(({ failures }) => failures)).toEqual([])
    expect(report.lost).toEqual([])
    for (const { done } of Object.values(report.tallies)) expect(done, table).toBeGreaterThan(0)
    expect(report.tallies.pulls?.longestMs, table).toBeLessThan(patienceMs)
    expect(report.images, table).toBeGreaterThan(0)
  },
  rounds * 60_000 + 240_000,
)
