/**
 * What a first visit costs on a slow phone, page by page, and how long a click from home to a repository takes. The budget: LCP
 * 1,000 ms, 12 requests, CLS 0.01, 135 kB of scripts on a repository's page, 400 ms from the click to content.
 */
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { startBenchPrograms } from './bench-programs.ts'
import { type Intent, measureClick, measureVisit, type Visit, withBrowser } from './measure-visit.ts'
import { toMedian } from './median.ts'

const runs = 5
const repository = '/tidewater/postgres-tools'

const pages = {
  home: '/',
  search: '/search?searchTerm=postgres',
  repository,
  tags: '/tidewater/cache/harbor?tab=tags',
  image: '/tidewater/cache/harbor?tag=2.2.0',
}

const intents: Record<Intent, string> = {
  tap: 'a tap, from the end of the touch',
  hover: 'a click after a moment of hovering',
}

/** The same pages in Japanese, which have words and rules of lines of their own. */
const allPages = Object.fromEntries(
  Object.entries(pages).flatMap(([name, path]) => [
    [name, path],
    [`${name}, Japanese`, `${path}${path.includes('?') ? '&' : '?'}language=ja`],
  ]),
)

/** Builds what is not built, measures, and prints. Rounds go over all pages, so that a slow moment meets all of them. */
export async function run(): Promise<void> {
  if (findBuildReason() !== null) await buildGallery()
  const programs = await startBenchPrograms({ withEmpty: false })
  try {
    await withBrowser(async (browser) => {
      const visits = new Map<string, Visit[]>(Object.keys(allPages).map((name) => [name, []]))
      const clicks = new Map<string, number[]>(Object.keys(intents).map((intent) => [intent, []]))
      // The first rendering of a page is not a visitor's everyday.
      for (const path of Object.values(allPages)) await fetch(`${programs.galleryUrl}${path}`)
      for (let run = 0; run < runs; run += 1) {
        for (const [name, path] of Object.entries(allPages))
          visits.get(name)?.push(await measureVisit(browser, `${programs.galleryUrl}${path}`))
        for (const [intent, times] of clicks)
          times.push(
            await measureClick(browser, {
              url: `${programs.galleryUrl}/`,
              path: repository,
              intent: intent as Intent,
            }),
          )
      }
      print(visits, clicks)
    })
  } finally {
    await programs.stop()
  }
}

function print(visits: Map<string, Visit[]>, clicks: Map<string, number[]>): void {
  console.log(`\nA first visit on a slow phone (CPU / 4, 1.6 Mb/s, 150 ms), median of ${runs}`)
  console.table(Object.fromEntries([...visits].map(([name, measured]) => [name, toRow(measured)])))
  for (const [name, measured] of visits) console.log(`${name}: ${measured[0]?.kinds}`)
  console.log(`\nFrom home to a repository on the same phone, until its content is there, median of ${runs}`)
  console.table(
    Object.fromEntries(
      [...clicks].map(([intent, times]) => [
        intents[intent as Intent],
        { ms: Math.round(toMedian(times)), highest: Math.round(Math.max(...times)) },
      ]),
    ),
  )
}

function toRow(visits: readonly Visit[]) {
  const median = (key: 'lcpMs' | 'cls' | 'requests' | 'scriptKb' | 'totalKb') =>
    toMedian(visits.map((visit) => visit[key]))
  return {
    'LCP, ms': Math.round(median('lcpMs')),
    requests: median('requests'),
    'scripts, kB': Math.round(median('scriptKb') * 10) / 10,
    'all, kB': Math.round(median('totalKb')),
    CLS: Math.round(median('cls') * 10_000) / 10_000,
  }
}
