/**
 * Runs in the browser before React does: registers the one Trusted Types policy, under which the framework may load its own chunks and
 * nothing else (docs/adr/0004-content-security-policy.md), has fonts fetched that the page went without, and hears of each navigation from its
 * start.
 */
import { fetchFontsLater } from '#components/site/fetch-fonts-later.ts'
import { beginNavigation } from '#components/site/navigation-sign.ts'

interface PolicyFactory {
  defaultPolicy: object | null
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): object
}

declare global {
  interface Window {
    trustedTypes?: PolicyFactory
  }
}

// An extension of the browser may have made one, and a second would throw.
if (window.trustedTypes && window.trustedTypes.defaultPolicy === null) {
  window.trustedTypes.createPolicy('default', {
    createScriptURL(address) {
      const url = new URL(address, window.location.origin)
      if (url.origin === window.location.origin && url.pathname.startsWith('/_next/')) return address
      throw new TypeError(`Refused script ${address}`)
    },
  })
}

fetchFontsLater()

/** Next calls this with the address, and `traverse` for the browser's own back and forward, whose pages are mostly at hand. */
export function onRouterTransitionStart(href: string, type: 'push' | 'replace' | 'traverse'): void {
  if (type !== 'traverse') beginNavigation(href)
}
