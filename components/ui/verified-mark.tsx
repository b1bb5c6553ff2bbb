import { useTexts } from '#components/language/use-texts.ts'
import { BadgeCheck } from '../icons/proof-icons.tsx'

/**
 * Says that the operator has verified the publisher: with words, or as the icon alone where rows repeat.
 * @param words `brief`: on a phone one word, where the publisher's name stands before it
 */
export function VerifiedMark({ words = false }: { words?: boolean | 'brief' }) {
  const texts = useTexts('ui')
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1.5 text-sm text-verified"
      title={words ? undefined : texts('verified')}
    >
      <BadgeCheck aria-hidden="true" className="size-4" strokeWidth={1.75} />
      {words === 'brief' && <span className="sm:hidden">{texts('verifiedShort')}</span>}
      <span className={words === 'brief' ? 'max-sm:hidden' : words ? '' : 'sr-only'}>
        {texts('verified')}
      </span>
    </span>
  )
}
