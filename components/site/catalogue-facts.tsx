'use client'

import { useEffect, useRef, useState } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { CatalogFacts } from '#lib/catalog/catalog.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { useAnswer } from '../ui/use-answer.ts'

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

  const { answer } = useAnswer<{ status: string; facts: ShownFacts }>(seen ? '/api/health' : null)
  return (
    <p ref={place} className="min-h-5.5 tabular-nums max-sm:min-h-11">
      {answer ? <Facts facts={answer.facts} isStale={answer.status === 'stale'} /> : 'Public Gallery'}
    </p>
  )
}

function Facts({ facts, isStale }: { facts: ShownFacts; isStale: boolean }) {
  const texts = useTexts('site')
  const { syncedAt } = facts
  return (
    <>
      {texts('facts.counts', { repositories: facts.repositoryCount, publishers: facts.publisherCount })}
      {syncedAt &&
        texts.rich('facts.read', {
          time: () => <RelativeTime key="time" iso={syncedAt} precision="minute" />,
        })}
      {isStale &&
        texts.rich('facts.stale', {
          link: (words) => (
            <IntentLink key="link" href="/status" className="link">
              {words}
            </IntentLink>
          ),
        })}
    </>
  )
}
