/** Speaks to screen readers through the one live region of the root layout. */
export const liveRegionId = 'live-region'

/** Announces `text` politely. Saying the same words twice in a row is announced twice. */
export function announce(text: string): void {
  const region = document.getElementById(liveRegionId)
  if (!region) return
  // A no-break space at the end makes a repeated text a change, which is what a live region reports.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text
}
