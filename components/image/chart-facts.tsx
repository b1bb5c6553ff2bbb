import type { Chart } from '#lib/oci-client/read-image.ts'
import { Section } from './section.tsx'

/** What a Helm chart says of itself. */
export function ChartFacts({ chart }: { chart: Chart }) {
  const pairs = [
    ['Name', chart.name],
    ['Version', chart.version],
    ['Version of the application', chart.appVersion],
    ['Description', chart.description],
  ].filter((pair): pair is [string, string] => pair[1] !== null)
  if (pairs.length === 0) return null
  return (
    <Section id="chart" title="Chart">
      <dl className="text-sm">
        {pairs.map(([name, value]) => (
          <div
            key={name}
            className="gap-x-6 border-b border-rule py-1.5 first:pt-0 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
          >
            <dt className="text-ink-2">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
