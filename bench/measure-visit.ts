/**
 * What a visitor with a slow phone waits for: a real browser at a quarter of this processor's speed, on a connection of
 * 1.6 Mb/s that takes 150 ms to answer, with an empty cache.
 */
import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
} from '@playwright/test'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { countBodyBytes } from '#testing/count-body-bytes.ts'
import { findChromium } from '../scripts/find-chromium.ts'
import { installJapaneseFont, toFontEnvironment } from '../scripts/japanese-font.ts'

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
/** A visitor who hovers has a mouse; the rest is as slow. */
const desk = { viewport: { width: 1440, height: 900 } }
const connection = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const cpuSlowdown = 4
/** What comes after the page has loaded is still a part of the visit. */
const settleMs = 1_500
/** From the finger's touch to its leaving. */
const pressMs = 80
/** A mouse rests on a link for so long before it is pressed. */
const hoverMs = 200

export interface Visit {
  lcpMs: number
  cls: number
  requests: number
  /** Bodies of all answers, and of scripts alone, as they come over the wire; of 1,000 bytes. */
  totalKb: number
  scriptKb: number
  /** How many requests there are of each kind, such as "script 9". */
  kinds: string
}

export type Intent = 'tap' | 'hover'

/** Opens a browser for `measure` and closes it. */
export async function withBrowser<Result>(measure: (browser: Browser) => Promise<Result>): Promise<Result> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('There is no Chromium on this machine; npm test installs one.')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  installJapaneseFont()
  const env = childEnvironment(toFontEnvironment())
  const browser = await chromium.launch({ executablePath, args, env })
  try {
    return await measure(browser)
  } finally {
    await browser.close()
  }
}

/** The first visit of a page. */
export async function measureVisit(browser: Browser, url: string): Promise<Visit> {
  const { page, session, close } = await open(browser, phone)
  try {
    const kinds = new Map<string, number>()
    const sizes = countBodyBytes(session)
    page.on('request', (request) => {
      if (request.url().startsWith('data:')) return
      const kind = request.resourceType()
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    })
    await page.addInitScript(watchPaint)
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.waitForTimeout(settleMs)
    const seen = await page.evaluate(() => window.visitFigures)
    return {
      ...seen,
      ...sizes(),
      requests: [...kinds.values()].reduce((sum, count) => sum + count, 0),
      kinds: [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', '),
    }
  } finally {
    await close()
  }
}

/**
 * Milliseconds from the click on the first link to `path` until the frame in which the page behind it has its heading and what
 * stands in it.
 */
export async function measureClick(
  browser: Browser,
  { url, path, intent }: { url: string; path: string; intent: Intent },
): Promise<number> {
  const { page, session, close } = await open(browser, intent === 'tap' ? phone : desk)
  try {
    await page.addInitScript(watchClick, path)
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.waitForTimeout(settleMs)
    const link = page.getByRole('main').locator(`a[href="${path}"]`).first()
    await link.scrollIntoViewIfNeeded()
    const box = await link.boundingBox()
    if (box === null) throw new Error(`${url} has no link to ${path}.`)
    const [x, y] = [box.x + Math.min(box.width / 2, 60), box.y + box.height / 2]
    if (intent === 'tap') {
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
      await page.waitForTimeout(pressMs)
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    } else {
      await page.mouse.move(x, y)
      await page.waitForTimeout(hoverMs)
      await page.mouse.click(x, y)
    }
    await page.waitForFunction(() => window.contentAfterMs !== undefined, null, { timeout: 20_000 })
    return await page.evaluate(() => window.contentAfterMs ?? Number.NaN)
  } finally {
    await close()
  }
}

async function open(
  browser: Browser,
  screen: BrowserContextOptions,
): Promise<{ page: Page; session: CDPSession; close(): Promise<void> }> {
  const context = await browser.newContext(screen)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', connection)
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
  return { page, session, close: () => context.close() }
}

declare global {
  interface Window {
    visitFigures: { lcpMs: number; cls: number }
    contentAfterMs?: number
  }
}

/** Runs in the page, before its own scripts. */
function watchPaint(): void {
  const figures = { lcpMs: Number.NaN, cls: 0 }
  window.visitFigures = figures
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) figures.lcpMs = entry.startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
      if (!shift.hadRecentInput) figures.cls += shift.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Runs in the page, before its own scripts. A skeleton is a sign, not the content. */
function watchClick(path: string): void {
  document.addEventListener(
    'click',
    ({ timeStamp }) => {
      const look = () => {
        const isThere =
          window.location.pathname === path &&
          document.querySelector('main h1')?.textContent === path.slice(1) &&
          document.querySelector('[data-skeleton]') === null
        // The time of a frame is that of its start; the next frame begins after this one was painted.
        if (!isThere) requestAnimationFrame(look)
        else requestAnimationFrame((paintedAt) => (window.contentAfterMs = paintedAt - timeStamp))
      }
      requestAnimationFrame(look)
    },
    { capture: true, once: true },
  )
}
