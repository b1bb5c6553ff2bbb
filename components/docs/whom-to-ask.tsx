/** Who can help with what; `contact` is a web address, or an e-mail address, of the people who run the gallery. */
export function WhomToAsk({ contact }: { contact: string | null }) {
  return (
    <>
      <p>About an image, ask its publisher: the texts on its page and the source that it names say where.</p>
      <p>
        About the gallery, a publisher that is not who it says, or an image that should not be here, ask the
        people who run this gallery
        {contact === null ? (
          ': they have not said here how to reach them. Ask the person who gave you its address.'
        ) : (
          <>
            {': '}
            <a
              href={contact.includes('://') ? contact : `mailto:${contact}`}
              className="link wrap-anywhere"
              rel="noopener"
            >
              {contact}
            </a>
            .
          </>
        )}
      </p>
    </>
  )
}
