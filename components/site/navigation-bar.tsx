'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { Suspense, useEffect, useState } from 'react'
import { lazyPart } from '../ui/lazy-part.ts'
import type { SkeletonShape } from './page-skeleton.tsx'

/** Loaded with the bar, so that it is there when its time comes. */
const loadSkeleton = async () => (await import('./page-skeleton.tsx')).PageSkeleton
const PageSkeleton = lazyPart(loadSkeleton)

/** Answers that come sooner need no sign, and a sign for them would flicker. */
const delayMs = 120

/** A page that takes longer than this stands as a skeleton meanwhile. */
const skeletonDelayMs = 400

/** A navigation that another one replaced, or that led nowhere, must not leave the bar behind. */
const longestMs = 15_000

let timers: ReturnType<typeof setTimeout>[] = []

/**
 * Says at once that a link or a search was taken: a bar at the top of the window (`navigation-bar.css`) from 120 ms after the press
 * until the next page is there, and from 400 ms on a skeleton of another page. Nothing of it is in the document without a script, and
 * nothing moves.
 */
export function NavigationBar() {
  return (
    <Suspense fallback={null}>
      <NavigationWatch />
    </Suspense>
  )
}

function NavigationWatch() {
  const address = `${usePathname()}?${useSearchParams()}`
  const [shape, setShape] = useState<SkeletonShape | null>(null)

  useEffect(() => {
    const onClick = (event: MouseEvent) => noteClick(event, setShape)
    document.addEventListener('click', onClick)
    document.addEventListener('submit', noteSubmit)
    return () => {
      document.removeEventListener('click', onClick)
      document.removeEventListener('submit', noteSubmit)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is the end of a navigation.
  useEffect(() => {
    setShape(null)
    return end
  }, [address])
  return (
    shape !== null && (
      <Suspense>
        <PageSkeleton shape={shape} />
      </Suspense>
    )
  )
}

/** The tabs and pages of what is shown already need none. */
function toShape(link: HTMLAnchorElement): SkeletonShape | null {
  if (link.pathname === window.location.pathname) return null
  const segments = link.pathname.split('/').filter(Boolean)
  if (segments[0] === 'search' || segments[0] === 'publishers' || segments.length === 1) return 'list'
  return segments.length > 1 && segments[0] !== 'docs' ? 'page' : null
}

function noteClick(event: MouseEvent, setShape: (shape: SkeletonShape | null) => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || link.target === '_blank' || link.hasAttribute('download')) return
  const { origin, pathname, search } = window.location
  const isElsewhere = link.origin === origin && `${link.pathname}${link.search}` !== `${pathname}${search}`
  // Where a script takes the link, it prevents the browser's own navigation, which has a sign of its own.
  if (isElsewhere && event.defaultPrevented)
    begin(
      () => setShape(toShape(link)),
      () => setShape(null),
    )
}

function noteSubmit(event: SubmitEvent): void {
  const form = event.target
  if (event.defaultPrevented && form instanceof HTMLFormElement && form.role === 'search') begin()
}

/** @param onSlow, onEnd are called when the page takes long, and when it has not come at all */
function begin(onSlow?: () => void, onEnd?: () => void): void {
  end()
  const root = document.documentElement
  timers = [
    setTimeout(() => {
      root.dataset.navigating = ''
      if (onSlow) loadSkeleton().catch(() => {})
    }, delayMs),
    setTimeout(() => onSlow?.(), skeletonDelayMs),
    setTimeout(() => {
      end()
      onEnd?.()
    }, longestMs),
  ]
}

function end(): void {
  for (const timer of timers) clearTimeout(timer)
  timers = []
  delete document.documentElement.dataset.navigating
}
