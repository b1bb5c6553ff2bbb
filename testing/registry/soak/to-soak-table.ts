/** The report of a soak as a table for a person. */
import type { SoakReport } from './run-soak.ts'
import { toColumns } from './to-columns.ts'
import type { Watched } from './watch-programs.ts'

/** Lines of text. */
export function toSoakTable({
  seconds,
  tallies,
  watch,
  restarts,
  collections,
  scrubs,
  images,
  lost,
}: SoakReport): string[] {
  const done = Object.entries(tallies).map(([name, tally]) => [
    name,
    String(tally.done),
    (tally.done / seconds).toFixed(1),
    String(tally.retried),
    String(tally.failures.length),
  ])
  const programs = Object.entries(watch.programs).flatMap(([name, { memory, descriptors }]) => [
    [`${name}, resident MB`, ...toCells(memory, 1e6)],
    [`${name}, descriptors`, ...toCells(descriptors, 1)],
  ])
  const parts = Object.entries(watch.disk).map(([part, watched]) => [
    `disk: ${part}, MB`,
    ...toCells(watched, 1e6),
  ])
  const kinds = Object.entries(restarts).map(([kind, count]) => `${kind} ${count}`)
  return [
    ...toColumns([['what', 'done', 'a second', 'tried again', 'failed'], ...done]),
    '',
    ...toColumns([['what', 'first', 'most', 'last'], ...programs, ...parts]),
    '',
    `${Math.round(seconds)} s. Restarts: ${kinds.join(', ') || 'none'}. Collections of garbage: ${collections}. Rounds of the scrubber: ${scrubs}.`,
    `${images} images were pulled once more at the end, by checksum; ${lost.length} were not as they should be.`,
    ...[...Object.values(tallies).flatMap(({ failures }) => failures), ...lost].map(
      (text) => `FAILED ${text}`,
    ),
  ]
}

function toCells({ first, most, last }: Watched, unit: number): string[] {
  return [first, most, last].map((value) => (value / unit).toFixed(0))
}
