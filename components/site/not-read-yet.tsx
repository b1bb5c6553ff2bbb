import { useTexts } from '#components/language/use-texts.ts'

/** What stands where repositories would, before the registry could be read for the first time. */
export function NotReadYet() {
  const texts = useTexts('site')
  return (
    <section className="py-8">
      <h2 className="text-lg font-semibold">{texts('notRead.title')}</h2>
      <p className="mt-1 max-w-prose text-ink-2">{texts('notRead.words')}</p>
    </section>
  )
}
