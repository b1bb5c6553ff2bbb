'use client'

import { useEffect, useState } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { useShownTag } from './shown-tag.tsx'

/** Loaded once a visitor has chosen another tag than the page came with. */
const load = async () => (await import('../ui/describe-platform-list.ts')).describePlatformsShortly

/**
 * What the shown tag runs on, in few words; those of the last one while these are on their way.
 * @param first what the server has said of the tag that the page came with
 */
export function useRunsOn(first: string): string {
  const { facts, isFirst } = useShownTag()
  const [say, setSay] = useState<Awaited<ReturnType<typeof load>> | null>(null)
  const speech = { ui: useTexts('ui'), language: useLanguage() }

  useEffect(() => {
    if (isFirst) return
    load().then(
      (loaded) => setSay(() => loaded),
      () => setSay(() => () => ''),
    )
  }, [isFirst])

  if (isFirst || say === null) return first
  return say(facts?.platforms.map(({ platform }) => platform) ?? [], speech)
}
