'use client'

import { useEffect, useRef } from 'react'

/** A heading is being read from when it is in the upper part of the window until the next one is. */
const readingZone = 0.3

/** Marks, in the list around it, the link to the part that is being read. It shows nothing itself. */
export function CurrentHeading() {
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const list = place.current?.parentElement
    if (list) return followReading(list)
  }, [])
  return <span ref={place} hidden />
}

/** @returns what stops it */
function followReading(list: HTMLElement): () => void {
  const links = [...list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')]
  const parts = links.flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    return heading ? [{ link, heading }] : []
  })
  let marked: HTMLAnchorElement | undefined
  const mark = () => {
    const current = findCurrent(parts)?.link
    if (current === marked) return
    marked?.removeAttribute('aria-current')
    current?.setAttribute('aria-current', 'location')
    marked = current
    if (current) keepInView(list, current)
  }
  const observer = new IntersectionObserver(mark, { rootMargin: `0px 0px -${100 * (1 - readingZone)}% 0px` })
  for (const { heading } of parts) observer.observe(heading)
  // The last parts of a text may never get up to the reading zone.
  document.addEventListener('scrollend', mark)
  window.addEventListener('hashchange', mark)
  return () => {
    observer.disconnect()
    document.removeEventListener('scrollend', mark)
    window.removeEventListener('hashchange', mark)
  }
}

function findCurrent<Part extends { heading: HTMLElement }>(parts: Part[]): Part | undefined {
  const topOf = ({ heading }: Part) => heading.getBoundingClientRect().top
  const read = parts.findLast((part) => topOf(part) <= window.innerHeight * readingZone)
  const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
  if (!isAtEnd) return read ?? parts[0]
  // Here the address says which one was chosen, among those that are all on the screen.
  const chosen = parts.find(({ heading }) => `#${encodeURIComponent(heading.id)}` === window.location.hash)
  const isSeen = chosen !== undefined && topOf(chosen) >= 0 && topOf(chosen) < window.innerHeight
  return isSeen ? chosen : (read ?? parts[0])
}

/** Only the list scrolls; the page stays where the visitor put it. */
function keepInView(list: HTMLElement, link: HTMLElement): void {
  const box = list.getBoundingClientRect()
  const own = link.getBoundingClientRect()
  if (own.top < box.top) list.scrollTop -= box.top - own.top + own.height
  else if (own.bottom > box.bottom) list.scrollTop += own.bottom - box.bottom + own.height
}
