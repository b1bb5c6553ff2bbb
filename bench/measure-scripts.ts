/** How much JavaScript a real browser loads for a page, as it comes over the wire. */
import { chromium } from '@playwright/test'
import { findChromium } from '../scripts/find-chromium.ts'

/** Kilobytes (1,000 bytes, compressed) of scripts for each address, each with an empty cache. */
export async function measureScripts(urls: readonly string[]): Promise<number[]> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('There is no Chromium on this machine; npm test installs one.')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const sizes: number[] = []
    for (const url of urls) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      const scripts = new Set<string>()
      let bytes = 0
      session.on('Network.responseReceived', ({ requestId, type }) => {
        if (type === 'Script') scripts.add(requestId)
      })
      // Bodies only: what headers weigh depends on the server in front.
      session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
        if (scripts.has(requestId)) bytes += encodedDataLength
      })
      await session.send('Network.enable')
      await page.goto(url, { waitUntil: 'networkidle' })
      sizes.push(bytes / 1000)
      await context.close()
    }
    return sizes
  } finally {
    await browser.close()
  }
}
