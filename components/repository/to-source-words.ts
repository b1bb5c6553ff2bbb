/** An address of source code in a few words: the first two parts of its path, which name it on the usual hosts, or the host. */

const maxLength = 40

/** Null for what is no address. @example toSourceWords('https://code.example/tidewater/harbor.git') // 'tidewater/harbor' */
export function toSourceWords(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname, pathname } = new URL(url)
  const parts = pathname.split('/').filter((part) => part !== '')
  const words = parts.length < 2 ? hostname : parts.slice(0, 2).join('/')
  const named = words.endsWith('.git') ? words.slice(0, -'.git'.length) : words
  return named.length > maxLength ? `${named.slice(0, maxLength - 1)}…` : named
}
