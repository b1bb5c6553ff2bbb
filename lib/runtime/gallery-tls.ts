/**
 * TLS of the gallery's own. The front door puts it before the server, and the application in the same process, which is built by itself,
 * tells how it stands; so it is kept where both find it.
 */
import type { Server } from 'node:http'
import { ConfigError, readConfig } from '#lib/config/config.ts'
import { type ServedTls, serveTls } from '#lib/net/serve-tls.ts'
import { getLog } from './log.ts'

const key = Symbol.for('public-gallery.tls')

/** Null where the gallery has none. */
export function getGalleryTls(): ServedTls | null {
  return (globalThis as { [key]?: ServedTls })[key] ?? null
}

/** Puts it before the server, where the configuration has a certificate; a start that cannot use it ends with words. */
export function serveGalleryTls(server: Server): void {
  const { galleryTls: files, galleryUrl } = readConfig()
  if (files === null) return
  try {
    const secureUrl = galleryUrl.startsWith('https:') ? galleryUrl : null
    const tls = serveTls(server, { files, log: getLog(), secureUrl })
    ;(globalThis as { [key]?: ServedTls })[key] = tls
    process.on('SIGHUP', tls.reload)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
