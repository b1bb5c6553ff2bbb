/**
 * The query of the next page, from the `Link` of an answer (RFC 8288): the rest of the address is known, and no other is followed.
 * @returns with its question mark; null where there is no further page
 * @example toNextQuery('</v2/_catalog?last=b&n=2>; rel="next"') // '?last=b&n=2'
 */
export function toNextQuery(link: string | string[] | undefined): string | null {
  // An address has no `<` in it, so that each begins a link.
  for (const one of [link ?? ''].flat().join(',').split('<').slice(1)) {
    const end = one.indexOf('>')
    const question = one.indexOf('?')
    if (end < 0 || question < 0 || question > end) continue
    if (!/^\s*;\s*rel="?next"?/i.test(one.slice(end + 1))) continue
    return one.slice(question, end).split('#', 1)[0] ?? null
  }
  return null
}
