/**
 * A font that is not there 0.1 s after it is asked for is not shown in the same document (`font-display: optional`). Where the document, which is
 * smaller than the fonts, is still coming 0.1 s after it began, they would be too late, and delay its scripts: `before-paint.tsx` has it drawn
 * without them, and they are fetched here while it is read. The next document has them at once.
 */

/** From the end of loading, in ms: what the first page itself needs is there. */
const pauseMs = 3_000

/** The families as app/fonts.ts names them; of each, the piece with the Latin letters, which every page has. */
const families = ['--font-geist-sans', '--font-geist-mono']

/** In Chromium alone. */
interface WithConnection {
  connection?: { saveData: boolean }
}

/** Does nothing where the page has asked for them itself, or the visitor wants to save data. */
export function fetchFontsLater(): void {
  const fetchSoon = () => setTimeout(fetchFonts, pauseMs)
  if (document.readyState === 'complete') fetchSoon()
  else window.addEventListener('load', fetchSoon, { once: true })
}

async function fetchFonts(): Promise<void> {
  const isSaving = (navigator as WithConnection).connection?.saveData ?? false
  if (document.documentElement.dataset.fonts !== 'later' || isSaving) return
  const style = getComputedStyle(document.documentElement)
  try {
    const loaded = await Promise.all(
      families.map((family) => document.fonts.load(`1em ${style.getPropertyValue(family)}`)),
    )
    if (loaded.every((faces) => faces.length > 0)) localStorage.setItem('fonts', 'here')
  } catch {
    // The connection broke, or storage is forbidden: the next document is drawn without them, too.
  }
}
