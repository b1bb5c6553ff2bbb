import type { ComponentProps } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { toShownImage } from '#lib/pages/show-remote-image.ts'

/** An image of a text, from the gallery's own origin; where the operator shows none, a link to it. */
export function TextImage({ node: _, src, alt, ...rest }: ComponentProps<'img'> & { node?: unknown }) {
  const texts = useTexts('markdown')
  if (typeof src !== 'string') return null
  const shown = toShownImage(src)
  // biome-ignore lint/performance/noImgElement: the size is not known, and the gallery has fetched it already.
  if (shown !== null) return <img {...rest} src={shown} alt={alt ?? ''} />
  return (
    <a href={src} rel="nofollow ugc noopener noreferrer" className={rest.className}>
      {alt || texts('image')}
    </a>
  )
}
