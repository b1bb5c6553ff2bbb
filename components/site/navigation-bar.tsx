'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { Suspense, useEffect, useSyncExternalStore } from 'react'
import { lazyPart } from '../ui/lazy-part.ts'
import { endArrivedNavigation, loadSkeleton, readSkeleton, watchSkeleton } from './navigation-sign.ts'

const PageSkeleton = lazyPart(loadSkeleton)

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
  const shape = useSyncExternalStore(watchSkeleton, readSkeleton, () => null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is the end of a navigation.
  useEffect(endArrivedNavigation, [address])
  return (
    shape !== null && (
      <Suspense>
        <PageSkeleton shape={shape} />
      </Suspense>
    )
  )
}
