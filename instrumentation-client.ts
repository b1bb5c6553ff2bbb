/**
 * Runs in the browser before React does, and hears of each navigation from its start. When a page fails, Next sends a document without
 * our layout, so that the Trusted Types policy of `theme-script.tsx` is missing and the chunks that show the error would be refused:
 * here it is made up for.
 */
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

if (window.trustedTypes && window.trustedTypes.defaultPolicy === null) {
  window.trustedTypes.createPolicy('default', {
    createScriptURL(address) {
      const url = new URL(address, window.location.origin)
      if (url.origin === window.location.origin && url.pathname.startsWith('/_next/')) return address
      throw new TypeError(`Refused script ${address}`)
    },
  })
}

/** Next calls this with the address, and `traverse` for the browser's own back and forward, whose pages are mostly at hand. */
export function onRouterTransitionStart(href: string, type: 'push' | 'replace' | 'traverse'): void {
  if (type !== 'traverse') beginNavigation(href)
}
