import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { describeLanguage, LANGUAGES } from '#lib/language/languages.ts'

/** The other languages, each by its own name. A form, so that it works without a script; the answer leads back to the page. */
export function LanguageSwitch() {
  const current = useLanguage()
  const texts = useTexts('site')
  return (
    <form action="/api/internal/language" method="post" aria-label={texts('language')} className="contents">
      {LANGUAGES.filter((one) => one !== current).map((one) => (
        <button
          key={one}
          type="submit"
          name="language"
          value={one}
          lang={one}
          className="cursor-pointer px-2 py-1 hover:text-ink"
        >
          {describeLanguage(one).name}
        </button>
      ))}
    </form>
  )
}
