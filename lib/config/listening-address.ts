/** What a listening address (`HOST`) means: how this machine reaches it, and whether others can. */

/**
 * The URL under which this machine reaches a program that listens on `host`, without a trailing slash. A host
 * of all zeros listens on every address, the loopback one among them.
 * @example toReachableUrl('0.0.0.0', 5050) // 'http://127.0.0.1:5050'
 */
export function toReachableUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
