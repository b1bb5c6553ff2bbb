'use client'

import type { MouseEvent, ReactNode } from 'react'
import type { TagQuery } from '#lib/addresses/tag-query.ts'
import { tagsPath } from '#lib/addresses/tag-routes.ts'
import type { Tags } from './use-tags.ts'

/** What the parts of the list need to link to another one. */
export interface TagListLinks extends Pick<Tags, 'query' | 'navigate' | 'prepare'> {
  alias: string
  repositoryName: string
}

/** A link to another list of the same tags, which is answered without loading the page again. */
export function TagLink({
  links,
  query,
  children,
  onFollow,
  ...rest
}: {
  links: TagListLinks
  query: TagQuery
  children: ReactNode
  /** Called after the link was followed in place. */
  onFollow?: () => void
  className?: string
  rel?: string
  'aria-label'?: string
  'aria-current'?: 'page' | 'true'
}) {
  function follow(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    links.navigate(query)
    onFollow?.()
  }
  const prepare = () => links.prepare(query)

  return (
    <a
      href={tagsPath(links.alias, links.repositoryName, query)}
      onClick={follow}
      onPointerEnter={prepare}
      onFocus={prepare}
      {...rest}
    >
      {children}
    </a>
  )
}
