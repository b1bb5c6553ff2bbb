import type { Route } from 'next'
import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { firstTreeQuery, type TreeQuery, toTreeParams } from '#lib/addresses/tree-query.ts'
import type { Texts } from '#lib/language/texts.ts'
import { countFitting } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import { getImageTree, type ImageTreePage } from '#lib/pages/image/get-image-tree.ts'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import type { PartRequest, ShownPart } from '../parts/shown-part.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { describeTrouble } from './describe-trouble.ts'
import { FileRows } from './file-rows.tsx'
import { FileView } from './file-view.tsx'
import { FileFilter, FileOrders, LayerChoice } from './tree-tools.tsx'

type KnownTree = Extract<ImageTreePage, { state: 'known' }>

/** A page of an image's files; null for what is no image, or has no such layer, or not so many pages. */
export async function toTreePage(
  links: ImageLinks,
  page: ImagePage,
  { page: number, query: { tree: query }, texts }: PartRequest,
): Promise<ShownPart | null> {
  const tree = await getImageTree(page, { page: number, query })
  if (tree === null) return null
  const params = toTreeParams(query)
  const path = toShownText(`/${query.path}`, 300)
  if (tree.state !== 'known') {
    const content = (
      <p className="text-ink-2">{texts(tree.state === 'reading' ? 'inside.reading' : 'inside.unread')}</p>
    )
    return { title: query.path === '' ? texts('inside.title') : path, pageCount: 1, params, content }
  }
  const { listing } = tree
  const pageCount = listing.kind === 'folder' ? listing.pageCount : 1
  if (number > pageCount) return null
  return {
    title: query.path === '' ? toRootTitle(query, tree, texts) : path,
    pageCount,
    params,
    content: (
      <div className="min-w-0">
        <div className="mb-4 grid gap-y-3">
          <LayerChoice links={links} query={query} layerCount={tree.layerCount} />
          {tree.counts !== null && <LayerWords layer={query.layer ?? 1} counts={tree.counts} />}
          <Crumbs links={links} query={query} />
        </div>
        <Listing links={links} query={query} tree={tree} digest={page.image.chosen?.digest ?? ''} />
        {tree.summary.trouble !== null && (
          <p className="mt-4 text-sm text-ink-2">{describeTrouble(tree.summary.trouble, texts)}</p>
        )}
      </div>
    ),
  }
}

function toRootTitle({ layer }: TreeQuery, { summary }: KnownTree, texts: Texts<'contents'>): string {
  return layer === null
    ? texts('counted.tree', { count: summary.fileCount })
    : texts('tree.ofLayer', { layer })
}

function Listing({
  links,
  query,
  tree,
  digest,
}: {
  links: ImageLinks
  query: TreeQuery
  tree: KnownTree
  digest: string
}) {
  const texts = useTexts('contents')
  const { listing } = tree
  switch (listing.kind) {
    case 'nothing':
      return (
        <p className="text-ink-2">
          {texts.rich(query.layer === null ? 'tree.nothing' : 'tree.nothingInLayer', {
            nearest: toShownText(`/${listing.nearest}`, 120),
            path: () => (
              <code key="path" className="font-mono wrap-anywhere">
                {toShownText(`/${query.path}`, 300)}
              </code>
            ),
            link: (words) => (
              <IntentLink
                key="link"
                href={toTreePath(links, { ...firstTreeQuery, layer: query.layer, path: listing.nearest })}
                prefetch={false}
                className="link"
              >
                {words}
              </IntentLink>
            ),
          })}
        </p>
      )
    case 'entry':
      return <FileView links={links} query={query} self={listing.self} opened={tree.opened} digest={digest} />
    case 'folder':
      return (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
            <FileFilter links={links} query={query} />
            <FileOrders links={links} query={query} />
            <p className="text-sm text-ink-2 tabular-nums sm:ml-auto">
              {texts(query.filter === '' ? 'tree.entries' : 'tree.found', { count: listing.foundCount })}
            </p>
          </div>
          {listing.rows.length === 0 ? (
            <p className="text-sm text-ink-2">
              {texts(query.filter === '' ? 'tree.emptyFolder' : 'tree.notFound')}
            </p>
          ) : (
            <FileRows links={links} query={query} listing={listing} />
          )}
        </>
      )
  }
}

function LayerWords({ layer, counts }: { layer: number; counts: NonNullable<KnownTree['counts']> }) {
  const texts = useTexts('contents')
  const { added, changed, removed, hidden } = counts
  const words = [
    added > 0 && texts('tree.adds', { count: added }),
    changed > 0 && texts('tree.replaces', { count: changed }),
    removed > 0 && texts('tree.removes', { count: removed }),
    hidden > 0 && texts('tree.hides', { count: hidden }),
  ].filter((word) => word !== false)
  return (
    <p className="text-sm text-ink-2">
      {words.length === 0
        ? texts('tree.layerDoesNothing', { layer })
        : texts('tree.layerDoes', { layer, changes: words.join(texts('comma')) })}
    </p>
  )
}

/** Bytes of a page for the addresses of the folders that lead to it, each of which has all before it. */
const crumbRoom = 20_000

/** The folders that lead to what is looked at; of very many, only the nearest are links. */
function Crumbs({ links, query }: { links: ImageLinks; query: TreeQuery }): ReactNode {
  const texts = useTexts('contents')
  if (query.path === '') return null
  const parts = query.path.split('/')
  const step = (path: string): Route => toTreePath(links, { ...firstTreeQuery, layer: query.layer, path })
  const folders = parts.slice(0, -1).map((_, at) => step(parts.slice(0, at + 1).join('/')))
  const nearest = countFitting(
    folders.toReversed().map((address) => 2 * address.length),
    crumbRoom,
  )
  return (
    <nav aria-label={texts('tree.folders')} className="font-mono text-sm leading-7 wrap-anywhere">
      <IntentLink
        href={step('')}
        prefetch={false}
        className="link -ml-2 inline-block min-w-6 text-center"
        aria-label={texts('tree.root')}
      >
        /
      </IntentLink>
      {parts.map((part, at) => {
        const text = toShownText(part, 160)
        const address = at < folders.length - nearest ? undefined : folders[at]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: folders stand in their order, and paths may be long.
          <span key={at}>
            {at > 0 && <span className="text-ink-3">/</span>}
            <wbr />
            {at === folders.length ? (
              <span aria-current="page">{text}</span>
            ) : address === undefined ? (
              text
            ) : (
              <IntentLink href={address} prefetch={false} className="link inline-block min-w-6">
                {text}
              </IntentLink>
            )}
          </span>
        )
      })}
    </nav>
  )
}
