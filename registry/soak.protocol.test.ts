/**
 * A short soak: both programs under mixed load, each started again in order and by force, with garbage collection and backups, and nothing
 * fails or is lost. An hour of it: `npm run soak`.
 */
import { beforeAll, expect, test } from 'vitest'
import { runSoak } from '#testing/registry/soak/run-soak.ts'
import { toSoakTable } from '#testing/registry/soak/to-soak-table.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from '../scripts/build-programs.ts'

beforeAll(async () => {
  if (findProgramsBuildReason() !== null) await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
}, 600_000)

test('nothing fails for clients that come again, and nothing that was acknowledged is lost', async () => {
  const report = await runSoak({
    forMs: 50_000,
    restartMs: 10_000,
    backupMs: 15_000,
    pauseMs: 50,
    say: () => {},
  })
  const table = toSoakTable(report).join('\n')
  expect(Object.values(report.tallies).flatMap(({ failures }) => failures)).toEqual([])
  expect(report.lost).toEqual([])
  for (const { done } of Object.values(report.tallies)) expect(done, table).toBeGreaterThan(0)
  expect(Object.values(report.restarts), table).toEqual([1, 1, 1, 1])
  expect(report.collections, table).toBeGreaterThan(0)
  expect(report.images, table).toBeGreaterThan(0)
}, 400_000)
