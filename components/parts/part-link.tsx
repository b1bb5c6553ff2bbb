import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { ImageList, ImagePart } from '#lib/addresses/image-part.ts'
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
}: {
  links: ImageLinks
  list: Exclude<ImageList, 'platforms' | 'tree'>
  count: number
  shown: number
}) {
  const texts = useTexts('contents')
  if (count <= shown) return null
  return (
    <p className="mt-3 text-sm">
      <PartLink links={links} part={{ kind: 'list', list, page: 1 }}>
        {texts(`all.${list}`, { count })}
      </PartLink>
    </p>
  )
}
