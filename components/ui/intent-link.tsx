'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { type ComponentProps, useState } from 'react'

type IntentLinkProps<Target extends string> = Omit<ComponentProps<typeof Link>, 'href'> & {
  href: Route<Target>
}

/**
 * A link whose page is fetched ahead when somebody points at it, touches it or moves the focus to it, and not because it
 * is on the screen: a page of fifty links would otherwise ask for fifty pages. With `prefetch={false}` it never is.
 */
export function IntentLink<Target extends string>(props: IntentLinkProps<Target>) {
  const { href, prefetch, onPointerEnter, onTouchStart, onFocus, ...others } = props
  const [isMeant, setMeant] = useState(false)
  return (
    <Link
      {...others}
      href={href}
      prefetch={isMeant && prefetch !== false ? 'auto' : false}
      onPointerEnter={(event) => {
        setMeant(true)
        onPointerEnter?.(event)
      }}
      onTouchStart={(event) => {
        setMeant(true)
        onTouchStart?.(event)
      }}
      onFocus={(event) => {
        setMeant(true)
        onFocus?.(event)
      }}
    />
  )
}
