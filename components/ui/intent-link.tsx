'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

type IntentLinkProps<Target extends string> = Omit<
  ComponentProps<'a'>,
  'href' | 'onPointerEnter' | 'onTouchStart' | 'onFocus'
> & {
  href: Route<Target>
  /** False where a page is too costly to be made for somebody who may not come. */
  prefetch?: false
  /** False where the place on the page stays, as with tabs. */
  scroll?: boolean
}

/**
 * A link to another page of the gallery, which is fetched ahead when somebody points at it, touches it or moves the focus to it,
 * and not because it is on the screen: a page of fifty links would otherwise ask for fifty pages. With `prefetch={false}` it never
 * is. On the router itself and not `next/link`: what that does beyond this weighs 2.5 kB on each page, and it asks for the next
 * page only once React has rendered the link again.
 */
export function IntentLink<Target extends string>({
  prefetch,
  scroll = true,
  ...attributes
}: IntentLinkProps<Target>) {
  const router = useRouter()
  const { href, onClick } = attributes

  function fetchAhead() {
    if (prefetch !== false) router.prefetch(href)
  }

  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    if (event.defaultPrevented || isForBrowser(event)) return
    event.preventDefault()
    router.push(href, { scroll })
  }

  return (
    <a
      {...attributes}
      href={href}
      onClick={follow}
      onPointerEnter={fetchAhead}
      onTouchStart={fetchAhead}
      onFocus={fetchAhead}
    />
  )
}

/** True where a press means a new tab or window, which the browser opens by itself. */
function isForBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { currentTarget } = event
  const isElsewhere = currentTarget.target !== '' && currentTarget.target !== '_self'
  const hasKey = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return isElsewhere || hasKey || event.button !== 0
}
