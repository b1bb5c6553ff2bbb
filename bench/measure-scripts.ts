/** How much JavaScript a real browser loads for a page, as it comes over the wire. */
import { countBodyBytes } from '#testing/count-body-bytes.ts'
import { withBrowser } from './measure-visit.ts'

/** Kilobytes (1,000 bytes, compressed) of scripts for each address, each with an empty cache. */
export function measureScripts(urls: readonly string[]): Promise<number[]> {
  return withBrowser(async (browser) => {
    const sizes: number[] = []
    for (const url of urls) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      const read = countBodyBytes(session)
      await session.send('Network.enable')
      await page.goto(url, { waitUntil: 'networkidle' })
      sizes.push(read().scriptKb)
      await context.close()
    }
    return sizes
  })
}
