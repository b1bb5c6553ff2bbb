/**
 * Guards that malformed requests in numbers leave nothing behind: no answer of 5xx, no silence, and no memory that is held once they are over.
 * As a drill: `npm run drills -- malformed --requests 1000000`.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDrillRounds } from '#lib/config/drill-rounds.ts'
import { floodWithMalformed } from '#testing/flood-with-malformed.ts'
import { type DemoPair, startDemoPair } from '#testing/start-demo-pair.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'

const few = 3_000
const requests = readDrillRounds(few)
const isDrill = requests !== few
/** Whatever gives memory back has had its turns, on a busy machine too. */
const settleMs = 60_000
const quietMs = isDrill ? settleMs : 10_000
/** Caches have bounds in bytes, which a first few requests do not fill. */
const mayGrowBytes = 100_000_000

let pair: DemoPair

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
  pair = await startDemoPair({ LOG_LEVEL: 'info' })
}, 600_000)
afterAll(() => pair?.remove())

test(`${requests} malformed requests at each program: no 5xx, no silence, no growth`, {
  timeout: 600_000 + requests * 100,
}, async () => {
  const say = (line: string) => isDrill && console.log(line)
  const flooded = await floodWithMalformed(pair, {
    requests,
    seed: 20_260_101,
    ...{ quietMs, settleMs, mayGrowBytes },
    onProgress: say,
  })
  for (const { name, sent, slowestMs, beforeBytes, mostBytes, afterBytes } of flooded) {
    const [before, most, after] = [beforeBytes, mostBytes, afterBytes].map((bytes) => Math.round(bytes / 1e6))
    say(
      `${name}: ${sent} requests, slowest ${Math.round(slowestMs)} ms; ${before} MB before, at most ${most} MB, ${after} MB at rest`,
    )
  }
  for (const { name, sent, wrong, beforeBytes, afterBytes } of flooded) {
    expect([name, sent, wrong]).toEqual([name, requests, []])
    expect(afterBytes - beforeBytes, `growth of the ${name}`).toBeLessThan(mayGrowBytes)
  }
  for (const url of [
    `http://127.0.0.1:${pair.galleryPort}/api/health`,
    `http://127.0.0.1:${pair.registryPort}/healthz`,
  ]) {
    expect((await fetch(url)).status).toBe(200)
  }
})
