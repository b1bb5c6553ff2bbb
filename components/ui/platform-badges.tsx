/** What a repository declares to run on: operating systems first, then architectures. */
export function PlatformBadges({
  operatingSystems,
  architectures,
  limit = Number.POSITIVE_INFINITY,
  className = '',
}: {
  operatingSystems: string[]
  architectures: string[]
  /** At most this many labels; the rest becomes "+2". */
  limit?: number
  className?: string
}) {
  const labels = [...operatingSystems, ...architectures]
  if (labels.length === 0) return null
  const hidden = labels.slice(limit)
  return (
    <ul aria-label="Platforms" className={`flex flex-wrap gap-1 ${className}`}>
      {labels.slice(0, limit).map((label) => (
        <li
          key={label}
          className="max-w-40 truncate rounded-sm border border-rule-strong px-1.5 font-mono text-xs text-ink-2"
        >
          {label}
        </li>
      ))}
      {hidden.length > 0 && (
        <li className="font-mono text-xs text-ink-3" title={hidden.join(', ')}>
          +{hidden.length}
          <span className="sr-only">: {hidden.join(', ')}</span>
        </li>
      )}
    </ul>
  )
}
