/**
 * Browser tests run against the built gallery and a registry of their own, filled with the demo catalogue. A second
 * pair shows the gallery in AWS mode: it reaches that registry by endpoint and environment credentials only.
 */
import { defineConfig, devices } from '@playwright/test'
import { childEnvironment } from './lib/config/child-environment.ts'
import type { Language } from './lib/language/languages.ts'
import { findChromium } from './scripts/find-chromium.ts'
import { toFontEnvironment } from './scripts/japanese-font.ts'
import { readyLine, servers } from './testing/servers.ts'

const executablePath = findChromium()

/**
 * Ways of a visitor to what was wanted; they say the words of the page by their keys, and are gone in each language. The other files guard
 * what has no words (addresses, headers, the API, what strangers' texts may not do), or look at every page by themselves, in
 * each language where that says more (`languages.spec.ts`).
 */
const journeys = [
  ...[
    'visitor',
    'keyboard',
    'no-script',
    'navigation',
    'search',
    'long-text',
    'docs',
    'status',
    'time',
    'related',
    'narrow-lines',
  ],
  ...['pull-command', 'pull-panel', 'pull-files', 'pull-counts', 'repository-phone', 'platforms', 'proof'],
  ...['image-tags', 'image-page', 'image-contents', 'image-tree', 'image-files', 'base-image', 'compare'],
  ...['publish', 'feeds', 'publisher-page', 'signed-search', 'remote-images'],
  ...['registry-away', 'other-registries', 'aws-mode', 'writing'],
  // No journeys, but what a page may weigh, and how it comes, in any language.
  ...['first-visit', 'heavy-pages', 'pages-in-pieces'],
].map((name) => `**/${name}.spec.ts`)

export default defineConfig<{ language: Language }>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 1,
  workers: 2,
  fullyParallel: true,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [['list']],
  use: {
    baseURL: servers.embedded.galleryUrl,
    trace: 'on-first-retry',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      env: childEnvironment(toFontEnvironment()),
      ...(executablePath === null ? {} : { executablePath }),
      // Containers run as root and have no GPU; the rest keeps Chromium from calling home during tests.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'chromium', use: { ...devices['Desktop Chrome'] } },
    { name: 'japanese', testMatch: journeys, use: { ...devices['Desktop Chrome'], language: 'ja' } },
  ],
  webServer: Object.keys(servers).map((name) => ({
    // In the shell's place, so that it notices when the runner is killed.
    command: `exec ${process.execPath} testing/serve.ts ${name}`,
    wait: { stdout: new RegExp(readyLine) },
    timeout: 300_000,
    stdout: 'ignore' as const,
    stderr: 'pipe' as const,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
  })),
})
