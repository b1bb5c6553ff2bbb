'use client'

import { useEffect, useRef, useState } from 'react'
import { LogoPicture, type LogoPictureProps } from './logo-picture.tsx'

/** So far outside of the window a picture is on its way already: a part of a row, so that a phone fetches no row that it does not show. */
const margin = '40px'

/**
 * A picture further down, asked for once somebody comes near it. `loading="lazy"` asks for all that is within three screens of a
 * phone, at the time when the page needs the line for itself. Without a script it is a picture as any other.
 */
export function LogoWhenSeen({
  src,
  size,
  className,
  isSeenAtFirst,
}: LogoPictureProps & {
  /** Later it stays as it is: a row may move in its list. */
  isSeenAtFirst: boolean
}) {
  const place = useRef<HTMLSpanElement>(null)
  const [isSeen, setSeen] = useState(isSeenAtFirst)

  useEffect(() => {
    if (!place.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
      },
      { rootMargin: margin },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])

  const picture = <LogoPicture src={src} size={size} className={className} />
  if (isSeen) return picture
  return (
    <span ref={place} className="block shrink-0 self-start" style={{ width: size, height: size }}>
      <noscript>{picture}</noscript>
    </span>
  )
}
