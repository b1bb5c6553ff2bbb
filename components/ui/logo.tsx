import { LogoPicture } from './logo-picture.tsx'
import { LogoWhenSeen } from './logo-when-seen.tsx'
import { tilePlaces, toMark } from './to-mark.ts'

/**
 * A repository's logo, or its mark where the publisher set none. The name always stands beside it.
 */
export function Logo({
  src,
  alias,
  name,
  size,
  isFurtherDown,
}: {
  /** From the gallery's own origin; null where there is no logo. */
  src: string | null
  alias: string
  name: string
  /** Side in CSS pixels. */
  size: number
  /** In a list: whether no visitor with a phone sees it before scrolling. */
  isFurtherDown?: boolean
}) {
  const frame = 'block shrink-0 self-start overflow-hidden rounded-md border border-rule'
  if (src === null) return <LogoMark name={`${alias}/${name}`} size={size} className={frame} />
  const picture = `${frame} bg-raised object-contain`
  if (isFurtherDown !== undefined)
    return <LogoWhenSeen src={src} size={size} className={picture} isSeenAtFirst={!isFurtherDown} />
  return <LogoPicture src={src} size={size} className={picture} />
}

function LogoMark({ name, size, className }: { name: string; size: number; className: string }) {
  const { colour, tiles } = toMark(name)
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className={className}>
      <rect width="32" height="32" fill={`var(--mark-ground-${colour})`} />
      {tilePlaces.map((place, tile) => (
        <path key={place} d={tiles[tile]} transform={place} fill={`var(--mark-figure-${colour})`} />
      ))}
    </svg>
  )
}
