/** Whatever time it is, and whatever was added since, each document is counted by its own age. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageCount, agesMs, codeDocuments } from './code-documents.ts'
import { toDay } from './days.ts'
import { createDocuments, growDocuments } from './documents.ts'

const dayMs = 86_400_000
const start = Date.UTC(2026, 4, 1, 10)
const size = { profiles: 3, registries: 2 }
/** Milliseconds around each moment at which an age begins or ends. */
const updatedAgo = fc
  .tuple(fc.constantFrom(0, 1, 7, 30, 365, 900), fc.integer({ min: -2 * dayMs, max: 2 * dayMs }))
  .map(([days, beside]) => days * dayMs + beside)
const step = fc.record({
  /** From the step before, also back. */
  passedMs: fc.constantFrom(0, 1, 60_000, dayMs / 2, dayMs, 6 * dayMs, -dayMs),
  added: fc.array(fc.record({ ago: updatedAgo, profile: fc.nat(2), registry: fc.nat(1) }), { maxLength: 6 }),
})

function toAge(elapsedMs: number): number {
  const at = agesMs.findIndex(([, ageMs]) => elapsedMs <= ageMs)
  return at < 0 ? agesMs.length : at
}

test('codes and their counts are those of looking at each document', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      let documents = createDocuments(4)
      let nowMs = start
      for (const { passedMs, added } of steps) {
        nowMs += passedMs
        for (const { ago, profile, registry } of added) {
          documents = growDocuments(documents)
          const document = documents.count++
          documents.updatedMs[document] = start - ago
          documents.days[document] = toDay(start - ago)
          documents.profiles[document] = profile
          documents.registries[document] = registry
        }
        const codes = codeDocuments(documents, size, nowMs)
        const all = Array.from({ length: documents.count }, (_, document) => document)
        const expected = all.map(
          (document) =>
            (documents.profiles[document] ?? 0) * ageCount +
            toAge(nowMs - (documents.updatedMs[document] ?? 0)),
        )
        expect([...codes.ofDocument.subarray(0, documents.count)]).toEqual(expected)
        const counts = Array.from(
          { length: size.profiles * ageCount },
          (_, code) => expected.filter((own) => own === code).length,
        )
        expect([...codes.documentCounts]).toEqual(counts)
        expect([...codes.registryCounts]).toEqual(
          [0, 1].map(
            (registry) => all.filter((document) => documents.registries[document] === registry).length,
          ),
        )
      }
    }),
    { numRuns: 300 },
  )
})
