import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { toAddressInLanguage } from '#lib/addresses/address-in-language.ts'
import { addQuery } from '#lib/addresses/routes.ts'

/** Where something can be followed, in both formats that readers of feeds take. */
export function FeedLinks({
  what,
  path,
}: {
  /** What is followed, such as "these tags". */
  what: string
  /** Of the Atom feed, in no language of its own. */
  path: string
}) {
  const texts = useTexts('ui')
  const atomPath = toAddressInLanguage(path, useLanguage())
  const link = 'inline-block py-1 underline underline-offset-2 hover:text-accent'
  return (
    <p className="mt-6 text-sm text-ink-3">
      {texts.rich('feeds', {
        what,
        atom: (words) => (
          <a key="atom" href={atomPath} className={link}>
            {words}
          </a>
        ),
        json: (words) => (
          <a key="json" href={addQuery(atomPath, 'format=json')} className={link}>
            {words}
          </a>
        ),
      })}
    </p>
  )
}
