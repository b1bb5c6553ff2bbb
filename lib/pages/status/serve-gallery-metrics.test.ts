/** Guards that what the dashboard and the alerts name of the gallery is in what it lets be read. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { serveGalleryMetrics } from './serve-gallery-metrics.ts'

afterEach(() => vi.unstubAllEnvs())

test('every metric of the gallery in the dashboard and the alerts exists', async () => {
  const port = await findFreePort()
  vi.stubEnv('GALLERY_METRICS_PORT', String(port))
  vi.stubEnv('DATA_DIR', mkdtempSync(join(tmpdir(), 'gallery-metrics-')))
  await serveGalleryMetrics()
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(response.status).toBe(200)
  const there = new Set([...(await response.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
  const files = ['grafana-dashboard.json', 'alert-rules.yml'].map((file) =>
    readFileSync(join(import.meta.dirname, '..', '..', '..', 'monitoring', file), 'utf8'),
  )
  const named = [...files.join('\n').matchAll(/\bgallery_[a-z0-9_]+/g)].map(([name]) => name)
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !there.has(name.replace(/_bucket$/, '')))).toEqual([])
})
