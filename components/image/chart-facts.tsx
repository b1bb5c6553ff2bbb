import type { Chart } from '#lib/distribution/read-image.ts'
import { PairTable } from './pair-table.tsx'

/** What a Helm chart says of itself. */
export function ChartFacts({ chart }: { chart: Chart }) {
  const pairs = [
    ['Name', chart.name],
    ['Version', chart.version],
    ['Version of the application', chart.appVersion],
    ['Description', chart.description],
  ].filter((pair): pair is [string, string] => pair[1] !== null)
  return <PairTable id="chart" title="Chart" pairs={pairs} />
}
