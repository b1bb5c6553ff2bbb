export interface LogoPictureProps {
  /** From the gallery's own origin. */
  src: string
  /** Side in CSS pixels. */
  size: number
  className: string
}

/**
 * The picture that a publisher has set. React would fetch one that is not of low priority ahead of the style sheet, for which the page
 * waits.
 */
export function LogoPicture({ src, size, className }: LogoPictureProps) {
  return (
    // biome-ignore lint/performance/noImgElement: the bytes are re-encoded and cached by the gallery already.
    <img
      src={src}
      alt=""
      width={size}
      height={size}
      decoding="async"
      fetchPriority="low"
      className={className}
    />
  )
}
