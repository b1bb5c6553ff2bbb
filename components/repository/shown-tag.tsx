'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { imageFactsPath } from '#lib/addresses/routes.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import type { PullTag } from '#lib/pages/tags/list-pull-tags.ts'
import { type PackedPullTag, unpackPullTags } from '#lib/pages/tags/pack-pull-tags.ts'
import { type PullAddress, usePullAddress } from '../pull/pull-address.ts'
import { useAnswer } from '../ui/use-answer.ts'

export interface ShownTag {
  /** Null where nothing has been pushed. */
  tag: PullTag | null
  /** The tags to choose from. */
  tags: readonly PullTag[]
  /** Null where they cannot be read. While those of another tag are on their way, the former ones. */
  facts: ImageFacts | null
  /** Whether `tag` is the image that the page came with, of which the server has said things in words. */
  isFirst: boolean
  /** Whether `facts` are those of another tag. */
  isStale: boolean
  address: PullAddress
  change: (change: Partial<PullAddress>) => void
}

const ShownTagContext = createContext<ShownTag | null>(null)

/**
 * What the placard and the pull panel of a repository speak of: the tag that the address names, and until then, and without a
 * script, the one to offer first, whose facts are in the page already.
 */
export function ShownTagProvider({
  alias,
  repositoryName,
  tags: packedTags,
  facts,
  children,
}: {
  alias: string
  repositoryName: string
  /** The one to offer first in front. */
  tags: readonly PackedPullTag[]
  /** Of the first tag. */
  facts: ImageFacts | null
  children: ReactNode
}) {
  const [address, change] = usePullAddress()
  const tags = useMemo(() => unpackPullTags(packedTags), [packedTags])
  const tag = tags.find((one) => one.tag === address.tag) ?? tags[0] ?? null
  const isFirst = tag?.digest === tags[0]?.digest
  const path = isFirst || tag === null ? null : imageFactsPath(alias, repositoryName, tag.digest)
  const asked = useAnswer<ImageFacts>(path)
  const isStale = asked.isAwaited
  const own = asked.path === path ? asked.answer : undefined
  const shown = isFirst ? facts : (own ?? (isStale ? facts : null))
  return (
    <ShownTagContext value={{ tag, tags, facts: shown, isFirst, isStale, address, change }}>
      {children}
    </ShownTagContext>
  )
}

/** The tag that the page shows. @throws outside of a repository's page */
export function useShownTag(): ShownTag {
  const shown = useContext(ShownTagContext)
  if (shown === null) throw new Error('There is no shown tag outside of a repository’s page.')
  return shown
}
