/**
 * Guards `monitoring/` with the real Prometheus: set up as docs/operating.md says, it reads both programs, every rule can be evaluated, what
 * the dashboard asks for is there, and each alert is for what it says. Skipped where Prometheus is not.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { findDebianProgram } from '../scripts/debian-programs.ts'
import { projectRoot } from '../scripts/project-root.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

const execute = promisify(execFile)
const [prometheus, promtool] = [findDebianProgram('prometheus'), findDebianProgram('promtool')]
const monitoring = join(projectRoot, 'monitoring')

/** What there is only after something that does not happen here: a push, a refusal, an error, TLS. */
const mayBeEmpty = /rate_limited|_tls_|status="5xx"/

const answerShape = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
})
const rulesShape = z.object({
  data: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ name: z.string(), query: z.string(), health: z.string() })) }),
    ),
  }),
})

let folder: string
let pair: RunningStart
let child: ChildProcess
let url: string
let metricsPorts: { registry: number; gallery: number }

describe.runIf(prometheus !== null && promtool !== null)('Prometheus', () => {
  beforeAll(async () => {
    if (findBuildReason() !== null) await buildGallery()
    folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
    metricsPorts = { registry: await findFreePort(), gallery: await findFreePort() }
    pair = await startPair({
      REGISTRY_METRICS_PORT: String(metricsPorts.registry),
      GALLERY_METRICS_PORT: String(metricsPorts.gallery),
    })
    await waitForAnswer(`${pair.galleryUrl}/readyz`, { timeoutMs: 60_000 })
    await fetch(`${pair.galleryUrl}/`)
    await fetch(`${pair.registryUrl}/v2/`)
    symlinkSync(join(monitoring, 'alert-rules.yml'), join(folder, 'alert-rules.yml'))
    writeFileSync(join(folder, 'prometheus.yml'), toConfiguration())
    const port = await findFreePort()
    url = `http://127.0.0.1:${port}`
    const args = ['--config.file', 'prometheus.yml', '--storage.tsdb.path', 'data']
    child = spawn(prometheus?.command ?? '', [...args, '--web.listen-address', `127.0.0.1:${port}`], {
      cwd: folder,
      env: childEnvironment(prometheus?.environment ?? {}),
      stdio: 'ignore',
    })
    await waitForAnswer(`${url}/-/ready`, { timeoutMs: 60_000 })
  }, 400_000)
  afterAll(async () => {
    if (child?.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    await pair?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  test('its own check finds no fault in the configuration of the docs, in the rules and in the metrics', async () => {
    await expect(runPromtool(['check', 'config', 'prometheus.yml'])).resolves.toContain('SUCCESS')
    for (const port of Object.values(metricsPorts)) {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      await expect(runPromtool(['check', 'metrics'], metrics)).resolves.toBe('')
    }
  })

  test('each alert is for what it says, and for nothing else', async () => {
    const tried = readFileSync(join(monitoring, 'alert-rules.test.yml'), 'utf8')
    const rules = readFileSync(join(monitoring, 'alert-rules.yml'), 'utf8')
    const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(alerts.length).toBeGreaterThan(5)
    expect(alerts.filter((name) => !tried.includes(`alertname: ${name}\n`))).toEqual([])
    await expect(runPromtool(['test', 'rules', join(monitoring, 'alert-rules.test.yml')])).resolves.toContain(
      'SUCCESS',
    )
  })

  test('both programs are read, and no alert of a quiet installation fires', {
    timeout: 120_000,
  }, async () => {
    await expect.poll(() => ask('up == 1'), { timeout: 60_000, interval: 500 }).toHaveLength(2)
    const readRules = async () =>
      rulesShape
        .parse(await (await fetch(`${url}/api/v1/rules`)).json())
        .data.groups.flatMap(({ rules }) => rules)
    await expect
      .poll(async () => [...new Set((await readRules()).map(({ health }) => health))], {
        timeout: 60_000,
        interval: 500,
      })
      .toEqual(['ok'])
    expect(await ask('ALERTS{alertstate="firing"}')).toEqual([])
  })

  test('what the dashboard asks for is there', { timeout: 120_000 }, async () => {
    const dashboard = readFileSync(join(monitoring, 'grafana-dashboard.json'), 'utf8')
    const expressions = [...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, text = '']) =>
      z.string().parse(JSON.parse(text)),
    )
    expect(expressions.length).toBeGreaterThan(10)
    await expect
      .poll(
        async () => {
          const empty: string[] = []
          for (const expression of expressions) {
            if (mayBeEmpty.test(expression)) continue
            if ((await ask(expression)).length === 0) empty.push(expression)
          }
          return empty
        },
        // A rate needs two readings.
        { timeout: 100_000, interval: 2_000 },
      )
      .toEqual([])
  })
})

/** As the docs have it, with the ports of this test, and read more often. */
function toConfiguration(): string {
  const docs = readFileSync(join(projectRoot, 'docs/operating.md'), 'utf8')
  const written = /```yaml\n(scrape_configs:[\s\S]*?)```/.exec(docs)?.[1] ?? ''
  const configuration = written
    .replace('127.0.0.1:9464', `127.0.0.1:${metricsPorts.registry}`)
    .replace('127.0.0.1:9465', `127.0.0.1:${metricsPorts.gallery}`)
  return `global: {scrape_interval: 1s, evaluation_interval: 1s}\n${configuration}`
}

async function ask(expression: string) {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`)
  return answerShape.parse(await answer.json()).data.result
}

/** What it has printed. @throws {Error} with that, when it ends with anything but 0 */
async function runPromtool(args: readonly string[], input = ''): Promise<string> {
  const running = execute(promtool?.command ?? '', args, {
    cwd: folder,
    env: childEnvironment(promtool?.environment ?? {}),
    timeout: 60_000,
  })
  running.child.stdin?.end(input)
  const { stdout, stderr } = await running
  return stdout + stderr
}

if (prometheus === null) test.skip('Prometheus: skipped, because it is not here')
