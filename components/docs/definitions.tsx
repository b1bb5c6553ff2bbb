/** Terms that a machine reads, each with its meaning beside it. */
export function Definitions({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="divide-y divide-rule border-y border-rule text-sm">
      {rows.map(([term, meaning]) => (
        <div key={term} className="grid gap-x-6 py-2 sm:grid-cols-[17rem_1fr]">
          <dt className="wrap-anywhere">
            <code>{term}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
