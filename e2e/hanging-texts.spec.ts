/**
 * Texts that never let an expression end: publishing one costs other visitors nothing. The page shows its words,
 * the gallery answers everybody meanwhile and ends when it is told to, and after a restart all of it is the same.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { expect, test } from '@playwright/test'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { toPairEnvironment } from '#testing/pair-environment.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``
const never = Array.from({ length: 28 }, (_, at) => `${at} a${'*'.repeat(390)}`).join('\n')

/** The first two kept one expression of the highlighter busy forever; the third does so for minutes, whatever runs it. */
const texts = {
  'never-in-cpp': fence('cpp', `a${'*'.repeat(40)}`),
  'never-in-csharp': fence('csharp', '.a '.repeat(30)),
  'never-in-many-lines': [fence('cpp', never), fence('cpp', `// again\n${never}`)].join('\n\n'),
}

test('a text that no expression gets through stops nobody', async ({ page }) => {
  test.setTimeout(240_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-hanging-'))
  const [galleryPort, registryPort] = [await findFreePort(), await findFreePort()]
  const url = `http://127.0.0.1:${galleryPort}`
  const start = () => startPair(dataDir, galleryPort, registryPort)
  let pair = start()
  try {
    await waitForAnswer(`${url}/api/health`, { timeoutMs: 60_000 })
    const paths = await publishAll(dataDir, registryPort)
    await expect.poll(() => isListed(url, paths), { timeout: 20_000 }).toBe(true)

    for (const restarted of [false, true]) {
      if (restarted) {
        // In the middle of such work, too.
        const [, , last] = paths
        const request = fetch(`${url}/${last}?tab=usage`).catch(() => undefined)
        await expectToEnd(pair)
        await request
        pair = start()
        await waitForAnswer(`${url}/api/health`, { timeoutMs: 60_000 })
      }
      const answers = watchHealth(url)
      for (const path of paths) {
        await page.goto(`${url}/${path}`, { timeout: 60_000 })
        await expect(page.getByRole('heading', { name: 'After the code' })).toBeVisible()
        await expect(page.locator('.markdown pre').first()).toContainText(/a\*{40}|\.a \.a|a\*{390}/)
      }
      // Seconds, if it waited for one of the texts; the rest is how busy the machine is.
      expect(await answers.stop()).toBeLessThan(1_500)
    }
  } finally {
    await pair.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

function startPair(dataDir: string, galleryPort: number, registryPort: number): Program {
  return startProgram({
    name: 'pair',
    command: ['scripts/start.ts'],
    environment: { ...toPairEnvironment({ galleryPort, registryPort, dataDir }), LOG_LEVEL: 'silent' },
    onLine: () => {},
  })
}

/** @returns the paths of the repositories' pages */
async function publishAll(dataDir: string, registryPort: number): Promise<string[]> {
  const client = new ECRPUBLICClient({
    endpoint: `http://127.0.0.1:${registryPort}`,
    region: 'us-east-1',
    credentials: readProfile(dataDir, 'admin'),
  })
  const paths: string[] = []
  for (const [repositoryName, code] of Object.entries(texts)) {
    const text = `# Before\n\n${code}\n\n## After the code\n\nWords.`
    const { repository } = await client.send(
      new CreateRepositoryCommand({ repositoryName, catalogData: { aboutText: text, usageText: text } }),
    )
    paths.push(repository?.repositoryUri?.split('/').slice(1).join('/') ?? '')
  }
  client.destroy()
  return paths
}

/** By the search, so that no page is made yet. */
async function isListed(url: string, paths: string[]): Promise<boolean> {
  const html = await (await fetch(`${url}/search?searchTerm=never`)).text()
  return paths.every((path) => html.includes(path))
}

async function expectToEnd(pair: Program): Promise<void> {
  process.kill(pair.pid, 'SIGTERM')
  const late = new Promise((resolve) => setTimeout(() => resolve('still running'), 15_000).unref())
  expect(await Promise.race([pair.ended, late])).toMatchObject({ exitCode: 0 })
}

/** Asks again and again how the gallery is. `stop` answers the longest that an answer took, in milliseconds. */
function watchHealth(url: string): { stop(): Promise<number> } {
  let isOver = false
  let longestMs = 0
  const watching = (async () => {
    while (!isOver) {
      const startedAt = performance.now()
      expect((await fetch(`${url}/api/health`)).status).toBe(200)
      longestMs = Math.max(longestMs, performance.now() - startedAt)
    }
  })()
  return {
    async stop() {
      isOver = true
      await watching
      return longestMs
    },
  }
}
