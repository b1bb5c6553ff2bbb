/**
 * Which navigation is on its way, and what says so. It begins where the router begins one (`instrumentation-client.ts`), so that a press
 * is answered also while parts of the page are still waiting to become interactive; `navigation-bar.tsx` shows it and knows its end.
 */
import type { SkeletonShape } from './page-skeleton.tsx'

/** Answers that come sooner need no sign, and a sign for them would flicker. */
const delayMs = 120

/** A page that takes longer than this stands as a skeleton meanwhile. */
const skeletonDelayMs = 400

/** A navigation that another one replaced, or that led nowhere, must not leave the bar behind. */
const longestMs = 15_000

let timers: ReturnType<typeof setTimeout>[] = []
let from: string | null = null
let shape: SkeletonShape | null = null
const watchers = new Set<() => void>()

/** Loaded with the bar, so that it is there when its time comes. */
export async function loadSkeleton() {
  return (await import('./page-skeleton.tsx')).PageSkeleton
}

/** Shows the sign once the page of this address (relative or absolute) has not come soon. Another navigation is replaced by it. */
export function beginNavigation(href: string): void {
  endNavigation()
  const target = new URL(href, window.location.href)
  const here = readAddress(window.location)
  if (target.origin !== window.location.origin || readAddress(target) === here) return
  from = here
  const next = toShape(target.pathname)
  timers = [
    setTimeout(() => {
      document.documentElement.dataset.navigating = ''
      if (next !== null) loadSkeleton().catch(() => {})
    }, delayMs),
    setTimeout(() => show(next), skeletonDelayMs),
    setTimeout(endNavigation, longestMs),
  ]
}

/** Takes the sign away if the page has another address than where the navigation began. */
export function endArrivedNavigation(): void {
  if (from !== null && from !== readAddress(window.location)) endNavigation()
}

/** What stands over the page, or null. With `watchSkeleton`, for React's `useSyncExternalStore`. */
export function readSkeleton(): SkeletonShape | null {
  return shape
}

/** Calls back when what `readSkeleton` tells has changed. @returns what ends it */
export function watchSkeleton(onChange: () => void): () => void {
  watchers.add(onChange)
  return () => watchers.delete(onChange)
}

function endNavigation(): void {
  for (const timer of timers) clearTimeout(timer)
  timers = []
  from = null
  delete document.documentElement.dataset.navigating
  show(null)
}

function show(next: SkeletonShape | null): void {
  if (next === shape) return
  shape = next
  for (const onChange of watchers) onChange()
}

/** The tabs and pages of what is shown already need none. */
function toShape(pathname: string): SkeletonShape | null {
  if (pathname === window.location.pathname) return null
  const segments = pathname.split('/').filter(Boolean)
  if (segments[0] === 'search' || segments[0] === 'publishers' || segments.length === 1) return 'list'
  return segments.length > 1 && segments[0] !== 'docs' ? 'page' : null
}

function readAddress({ pathname, search }: { pathname: string; search: string }): string {
  return `${pathname}${search}`
}
