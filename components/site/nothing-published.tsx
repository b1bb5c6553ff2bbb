/** What stands where repositories would, in a gallery that has none. */
export function NothingPublished() {
  return (
    <section className="py-8">
      <h2 className="text-lg font-semibold">Nothing is published yet</h2>
      <p className="mt-1 max-w-prose text-ink-2">
        A repository appears here within seconds of being created.{' '}
        <a href="/docs/publish" className="link">
          How to publish one
        </a>
      </p>
    </section>
  )
}
