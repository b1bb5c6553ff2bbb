import { useTexts } from '#components/language/use-texts.ts'

/** Who can help with what; `contact` is a web address, or an e-mail address, of the people who run the gallery. */
export function WhomToAsk({ contact }: { contact: string | null }) {
  const texts = useTexts('docs')
  return (
    <>
      <p>{texts('ask.publisher')}</p>
      <p>
        {contact === null
          ? texts('ask.noContact')
          : texts.rich('ask.operator', {
              contact: () => (
                <a
                  key="contact"
                  href={contact.includes('://') ? contact : `mailto:${contact}`}
                  className="link wrap-anywhere"
                  rel="noopener"
                >
                  {contact}
                </a>
              ),
            })}
      </p>
    </>
  )
}
