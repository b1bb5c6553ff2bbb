/** Metrics of the running registry: what was asked of it is in them, and what the dashboard and the alerts name exists. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'

let dataDir: string
let registry: RegistryProcess
let metricsUrl: string

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-metrics-'))
  const port = await findFreePort()
  metricsUrl = `http://127.0.0.1:${port}/metrics`
  registry = startRegistry(dataDir, { REGISTRY_METRICS_PORT: String(port) })
})
afterEach(async () => {
  registry.process.kill('SIGKILL')
  await registry.ended
  rmSync(dataDir, { recursive: true })
})

test('requests count by route and status, and no path of a stranger is in them', async () => {
  const url = await registry.url
  for (const path of ['/v2/', '/v2/stranger/words/manifests/latest', '/stranger']) {
    await (await fetch(url + path)).arrayBuffer()
  }
  await expect.poll(async () => (await scrape()).includes('{route="other",status="4xx"} 1')).toBe(true)
  const text = await scrape()
  expect(text).toContain('registry_http_requests_total{route="/v2/",status="4xx"} 1')
  expect(text).toContain(
    'registry_http_requests_total{route="/v2/{name}/manifests/{reference}",status="4xx"} 1',
  )
  expect(text).not.toContain('stranger')
  expect(Number(/^registry_disk_free_bytes (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(0)
  expect(Number(/^registry_http_sent_bytes_total (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(300)
})

test.each(['grafana-dashboard.json', 'alert-rules.yml'])(
  'every metric of the registry and of Node in %s exists',
  async (file) => {
    await registry.url
    const text = await scrape()
    const there = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
    const written = readFileSync(join(import.meta.dirname, '..', 'monitoring', file), 'utf8')
    const named = [...written.matchAll(/\b(?:registry|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(3)
    expect(
      named.filter((name) => !there.has(name) && !there.has(name.replace(/_(?:bucket|sum|count)$/, ''))),
    ).toEqual([])
  },
)

async function scrape(): Promise<string> {
  return (await fetch(metricsUrl)).text()
}
