/** A result of SARIF counts as open unless the report itself says, by its rules, that it does not (SARIF 2.1.0, 3.27). */
import { expect, test } from 'vitest'
import { readSarif } from './read-sarif.ts'

const rule = { id: 'CVE-2026-1000', properties: { 'security-severity': '9.8' } }
const toRun = (results: unknown[], more: object = {}) => ({
  tool: { driver: { name: 'Trivy', rules: [rule] } },
  results,
  ...more,
})
const toReport = (...runs: unknown[]) => ({ version: '2.1.0', runs })
const result = (more: object = {}) => ({
  ruleId: 'CVE-2026-1000',
  message: { text: 'Package: openssl\nInstalled Version: 3.0.11' },
  ...more,
})
const readOne = (more: object) => readSarif(toReport(toRun([result(more)])))?.vulnerabilities[0]

test.each([
  ['is under review', [{ kind: 'external', status: 'underReview' }]],
  ['was rejected', [{ kind: 'external', status: 'rejected' }]],
  [
    'is accepted once and rejected once',
    [{ status: 'accepted', justification: 'x' }, { status: 'rejected' }],
  ],
  ['has none', []],
])('a suppression that %s suppresses nothing', (_, suppressions) => {
  expect(readOne({ suppressions })).toMatchObject({ suppressed: null })
})

test('accepted suppressions suppress, with the first reason that one gives', () => {
  const suppressions = [{ kind: 'inSource' }, { status: 'accepted', justification: 'Not reachable.' }]
  expect(readOne({ suppressions })).toMatchObject({ suppressed: 'Not reachable.' })
})

test('what is suppressed in one place and not in another is open', () => {
  const suppressed = result({ suppressions: [{ status: 'accepted', justification: 'Only here.' }] })
  for (const results of [
    [suppressed, result()],
    [result(), suppressed],
  ]) {
    const scan = readSarif(toReport(toRun(results)))
    expect(scan).toMatchObject({ totalCount: 1, vulnerabilities: [{ suppressed: null }] })
  }
})

test.each([
  ['a check that was passed', { kind: 'pass' }],
  ['a rule that does not apply', { kind: 'notApplicable' }],
  ['what is gone since the last run', { baselineState: 'absent' }],
])('%s is no finding', (_, more) => {
  expect(readSarif(toReport(toRun([result(more)])))).toMatchObject({ totalCount: 0 })
})

test.each([
  ['the rule of its own', { defaultConfiguration: { level: 'error' } }, 'high'],
  ['none, which is a warning', {}, 'medium'],
])('without a severity the level is that of %s', (_, more, severity) => {
  const run = toRun([result()], {
    tool: { driver: { name: 'Trivy', rules: [{ id: 'CVE-2026-1000', ...more }] } },
  })
  expect(readSarif(toReport(run))?.vulnerabilities[0]).toMatchObject({ severity })
})

test('of several runs the oldest says how old the report is, and one without a date leaves it without', () => {
  const run = (endTimeUtc: string) => toRun([], { invocations: [{ endTimeUtc }] })
  const [older, newer] = [run('2026-01-01T00:00:00Z'), run('2026-11-01T00:00:00Z')]
  expect(readSarif(toReport(newer, older))?.scannedAt).toBe('2026-01-01T00:00:00.000Z')
  expect(readSarif(toReport(newer, toRun([result()])))?.scannedAt).toBeNull()
})

test('a report names each scanner that it is of', () => {
  const grype = { tool: { driver: { name: 'Grype', version: '0.86.1' } }, results: [] }
  expect(readSarif(toReport(toRun([]), grype))?.scanner).toBe('Trivy, Grype 0.86.1')
})
