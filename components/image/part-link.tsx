import type { ReactNode } from 'react'
import type { ImageList, ImagePart } from '#lib/addresses/image-part.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { type ImageLinks, toPartPath } from './image-links.ts'

/** Leads to a part of the image's page that is shown by itself. */
export function PartLink({
  links,
  part,
  children,
}: {
  links: ImageLinks
  part: ImagePart
  children: ReactNode
}) {
  return (
    <IntentLink href={toPartPath(links, part)} prefetch={false} className="link">
      {children}
    </IntentLink>
  )
}

/** Leads to all of a list that the page shows the beginning of; nothing where that is all. */
export function AllLink({
  links,
  list,
  count,
  shown,
  what,
}: {
  links: ImageLinks
  list: ImageList
  count: number
  shown: number
  /** What is counted, in the plural. */
  what: string
}) {
  if (count <= shown) return null
  return (
    <p className="mt-3 text-sm">
      <PartLink links={links} part={{ kind: 'list', list, page: 1 }}>
        All {formatNumber(count)} {what}
      </PartLink>
    </p>
  )
}
