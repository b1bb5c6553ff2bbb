/**
 * Next calls this once when the server starts, and not during the build. The gallery's process keeps the
 * search index, so the index starts here.
 */

/** Starts the search index in the Node.js runtime. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { requireGalleryDirectory } = await import('./lib/runtime/require-gallery-directory.ts')
  await requireGalleryDirectory()
  const { requireTrustBase } = await import('./lib/runtime/trust-instance.ts')
  await requireTrustBase()
  const { startCatalog } = await import('./lib/runtime/start-catalog.ts')
  const { forgetChanged } = await import('./lib/pages/forget-changed.ts')
  const { judgeShown } = await import('./lib/pages/proof/judge-shown.ts')
  startCatalog({ forget: forgetChanged, judge: judgeShown })
  const { serveGalleryMetrics } = await import('./lib/pages/status/serve-gallery-metrics.ts')
  await serveGalleryMetrics()
}
