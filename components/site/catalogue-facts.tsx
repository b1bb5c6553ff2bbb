'use client'

import { useEffect, useRef, useState } from 'react'
import useSWR from 'swr'
import type { CatalogFacts } from '#lib/catalog/catalog.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import { formatCount } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

/** What `/api/health` tells of them. */
type ShownFacts = Omit<CatalogFacts, 'syncError'>

/** How much the gallery shows and how old it is: asked for when the footer comes into view, as pages are cached. */
export function CatalogueFacts() {
  const place = useRef<HTMLParagraphElement>(null)
  const [seen, setSeen] = useState(false)

  useEffect(() => {
    if (!place.current) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [])

  const { data } = useSWR(seen ? '/api/health' : null, fetchJson<{ status: string; facts: ShownFacts }>, {
    revalidateOnFocus: false,
  })
  return (
    <p ref={place} className="min-h-5.5 tabular-nums max-sm:min-h-11">
      {data ? <Facts facts={data.facts} isStale={data.status === 'stale'} /> : 'Public Gallery'}
    </p>
  )
}

function Facts({ facts, isStale }: { facts: ShownFacts; isStale: boolean }) {
  return (
    <>
      {formatCount(facts.repositoryCount, 'repository', 'repositories')} from{' '}
      {formatCount(facts.publisherCount, 'publisher', 'publishers')}
      {facts.syncedAt && (
        <>
          , read <RelativeTime iso={facts.syncedAt} precision="minute" />
        </>
      )}
      {isStale && (
        <>
          .{' '}
          <IntentLink href="/status" className="link">
            Some of it may be out of date
          </IntentLink>
        </>
      )}
    </>
  )
}
