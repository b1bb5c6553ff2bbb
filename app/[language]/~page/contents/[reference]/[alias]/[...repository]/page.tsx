/**
 * The packages, vulnerabilities or files of one image, filtered, in another order or in a folder: rendered for each request, as there are too many ways to
 * ask. next.config.mjs rewrites `/ALIAS/REPO…?tag=…&part=packages&filter=…` to this route.
 */
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { ImageScreen } from '#components/image/image-screen.tsx'
import { toImageMetadata } from '#components/image/to-image-metadata.ts'
import { visitImage } from '#components/image/visit-image.ts'
import { toPartPath } from '#components/parts/image-links.ts'
import { parseContentsQuery } from '#lib/addresses/contents-query.ts'
import { parseTreeQuery } from '#lib/addresses/tree-query.ts'

type Props = PageProps<'/[language]/~page/contents/[reference]/[alias]/[...repository]'>

export async function generateMetadata(props: Props): Promise<Metadata> {
  await connection()
  return toImageMetadata(await visitContents(props))
}

export default async function ContentsPage(props: Props) {
  await connection()
  const visited = await visitContents(props)
  // A page that is rendered for each request cannot answer 404 with words; the cached one can.
  if (visited.kind !== 'found' && visited.kind !== 'no-reference') {
    redirect(toPartPath(visited.links, visited.links.reference.part))
  }
  return <ImageScreen visited={visited} />
}

async function visitContents({ params, searchParams }: Props) {
  const asked = await searchParams
  return visitImage(await params, { contents: parseContentsQuery(asked), tree: parseTreeQuery(asked) })
}
