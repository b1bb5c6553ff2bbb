/** One term of a list of facts, and what is so. */
export function Fact({
  term,
  isTime = false,
  children,
}: {
  term: string
  /** A date needs two lines of a phone until a script says how long ago it is; they stay, so that nothing moves. */
  isTime?: boolean
  children: React.ReactNode
}) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-2">{term}</dt>
      <dd className={`mt-0.5 tabular-nums wrap-anywhere ${isTime ? 'max-sm:min-h-11' : ''}`}>{children}</dd>
    </div>
  )
}
