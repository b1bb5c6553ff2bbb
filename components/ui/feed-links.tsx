/** Where something can be followed, in both formats that readers of feeds take. */
export function FeedLinks({
  what,
  path,
}: {
  /** What is followed, such as "these tags". */
  what: string
  /** Of the Atom feed. */
  path: string
}) {
  const json = `${path}${path.includes('?') ? '&' : '?'}format=json`
  const link = 'inline-block py-1 underline underline-offset-2 hover:text-accent'
  return (
    <p className="mt-6 text-sm text-ink-3">
      Follow {what}:{' '}
      <a href={path} className={link}>
        Atom
      </a>{' '}
      or{' '}
      <a href={json} className={link}>
        JSON Feed
      </a>
    </p>
  )
}
