/** The report of a cluster's drill as a table for a person. */
import type { ClusterDrillReport } from './run-cluster-drill.ts'
import { toColumns } from './to-columns.ts'

/** Lines of text. */
export function toClusterDrillTable(report: ClusterDrillReport): string[] {
  const { seconds, tallies, ends, images, lost, pagesMs } = report
  const done = Object.entries(tallies).map(([name, tally]) => [
    name,
    String(tally.done),
    (tally.done / seconds).toFixed(1),
    String(tally.retried),
    (tally.longestMs / 1000).toFixed(1),
    String(tally.failures.length),
  ])
  const away = Object.entries(Object.groupBy(ends, ({ what }) => what)).map(([what, all = []]) => [
    what,
    String(all.length),
    Math.max(...all.map(({ awaySeconds }) => awaySeconds)).toFixed(1),
  ])
  return [
    ...toColumns([['what', 'done', 'a second', 'tried again', 'longest, s', 'failed'], ...done]),
    '',
    ...toColumns([['ended', 'times', 'away at most, s'], ...away]),
    '',
    `${Math.round(seconds)} s. ${images} images were pulled once more at the end, by checksum, from each registry by itself; ${lost.length} were not as they should be.`,
    `A change was on the pages of all galleries after at most ${(pagesMs / 1000).toFixed(1)} s.`,
    ...[...Object.values(tallies).flatMap(({ failures }) => failures), ...lost].map(
      (text) => `FAILED ${text}`,
    ),
  ]
}
