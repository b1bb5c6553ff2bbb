/** What stands where repositories would, before the registry could be read for the first time. */
export function NotReadYet() {
  return (
    <section className="py-8">
      <h2 className="text-lg font-semibold">The registry has not been read yet</h2>
      <p className="mt-1 max-w-prose text-ink-2">
        Its repositories appear here as soon as the gallery has reached it. If this lasts, the gallery&rsquo;s
        log says what is in the way.
      </p>
    </section>
  )
}
