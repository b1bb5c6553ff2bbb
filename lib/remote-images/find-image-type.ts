/** What a stranger's file is, by its first bytes: what its server says of it does not count. Formats that browsers show; everything else is none. */

const isoBrands: Record<string, string> = { avif: 'image/avif', avis: 'image/avif' }

/** Of text, so much is looked at before the first element must have come. */
const maxProlog = 4_096

/** The media type, or null for what is no image. */
export function findImageType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (head.slice(4, 8) === 'ftyp') return isoBrands[head.slice(8, 12)] ?? null
  return isSvg(bytes) ? 'image/svg+xml' : null
}

/** The first element decides; a declaration, comments and a document type may come before it. */
function isSvg(bytes: Uint8Array): boolean {
  let rest = Buffer.from(bytes.subarray(0, maxProlog))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  for (const [opening, closing] of [
    ['<?', '?>'],
    ['<!--', '-->'],
    ['<!', '>'],
    ['<!--', '-->'],
  ] as const) {
    while (rest.startsWith(opening)) {
      const end = rest.indexOf(closing, opening.length)
      if (end < 0) return false
      rest = rest.slice(end + closing.length).trimStart()
    }
  }
  return /^<svg[\s>/]/.test(rest)
}
