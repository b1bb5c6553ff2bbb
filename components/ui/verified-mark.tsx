import { BadgeCheck } from 'lucide-react'

/** Says that the operator has verified the publisher: with words, or as the icon alone where rows repeat. */
export function VerifiedMark({ words = false }: { words?: boolean }) {
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1.5 text-sm text-verified"
      title={words ? undefined : 'Verified publisher'}
    >
      <BadgeCheck aria-hidden="true" className="size-4" strokeWidth={1.75} />
      <span className={words ? '' : 'sr-only'}>Verified publisher</span>
    </span>
  )
}
