/**
 * One image, by tag or digest. next.config.mjs rewrites `/ALIAS/REPO…?tag=` and `?digest=` to this route, with
 * `&platform=` behind a segment that no repository can have.
 */
import type { Metadata } from 'next'
import { ImageScreen } from '#components/image/image-screen.tsx'
import { toImageMetadata } from '#components/image/to-image-metadata.ts'
import { visitImage } from '#components/image/visit-image.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

type Props = PageProps<'/[language]/~page/image/[reference]/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toImageMetadata(await visitImage(await params))
}

export default async function ImagePage({ params }: Props) {
  return <ImageScreen visited={await visitImage(await params)} />
}
