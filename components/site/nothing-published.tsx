import { useTexts } from '#components/language/use-texts.ts'

/** What stands where repositories would, in a gallery that has none. */
export function NothingPublished() {
  const texts = useTexts('site')
  return (
    <section className="py-8">
      <h2 className="text-lg font-semibold">{texts('empty.title')}</h2>
      <p className="mt-1 max-w-prose text-ink-2">
        {texts.rich('empty.words', {
          link: (words) => (
            <a key="link" href="/docs/publish" className="link">
              {words}
            </a>
          ),
        })}
      </p>
    </section>
  )
}
