/** Whether a client has by now what it asks for, as its `If-None-Match` says (RFC 9110, section 13.1.2). */

/** @param known the header, as it came; @param etag of what would be answered */
export function isKnownToClient(known: string | undefined, etag: string | undefined): boolean {
  if (known === undefined || etag === undefined) return false
  const tags = known.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
