import { FileBox, ShieldCheck } from 'lucide-react'
import type { Route } from 'next'
import { imagePath } from '#lib/addresses/routes.ts'
import { IntentLink } from '../ui/intent-link.tsx'

const icons = { signatures: ShieldCheck, boms: FileBox }

/** Leads to what is attached to an image. That it is there is said, and no more: nothing has looked whether it is right. */
export function AttachedLink({
  kind,
  path,
  words,
}: {
  kind: keyof typeof icons
  path: Route
  words: string
}) {
  const Icon = icons[kind]
  return (
    <IntentLink
      href={path}
      prefetch={false}
      className="link inline-flex min-h-6 items-center gap-1.5 focus-visible:-outline-offset-2"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
      {words}
    </IntentLink>
  )
}

/** Where an image's page shows what is attached to it. */
export function attachedPath(alias: string, repositoryName: string, tag: string): Route {
  return `${imagePath(alias, repositoryName, { tag })}#vouching` as Route
}
