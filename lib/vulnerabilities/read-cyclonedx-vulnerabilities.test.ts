/** What Trivy and others say of vulnerabilities in CycloneDX is read as they mean it. */
import { expect, test } from 'vitest'
import { readCycloneDxVulnerabilities } from './read-cyclonedx-vulnerabilities.ts'

const purl = 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.8'
const components = new Map([[purl, { name: 'openssl', version: '3.0.11-1~deb12u2', purl }]])
const vulnerability = {
  id: 'CVE-2026-1000',
  ratings: [{ source: { name: 'debian' }, severity: 'low' }],
  affects: [{ ref: purl, versions: [{ version: '3.0.11-1~deb12u2', status: 'affected' }] }],
}
const readOne = (more: object) =>
  readCycloneDxVulnerabilities(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { timestamp: '2026-11-12T09:00:00+00:00' },
      vulnerabilities: [{ ...vulnerability, ...more }],
    },
    { components, scanner: 'trivy 0.67.0' },
  )?.vulnerabilities[0]

test.each([
  ['unknown with a score of nothing', [{ severity: 'unknown', score: 0 }], 'unknown'],
  ['unknown with a score', [{ severity: 'unknown', score: 7.5 }], 'high'],
  ['a score of nothing alone', [{ score: 0 }], 'negligible'],
  ['none', [{ severity: 'none' }], 'negligible'],
  ['unknown to one and low to another', [{ severity: 'unknown' }, { severity: 'low' }], 'low'],
])('a severity that is %s', (_, ratings, severity) => {
  expect(readOne({ ratings })).toMatchObject({ severity })
})

test('references are other names of the same vulnerability', () => {
  const references = [
    { id: 'GHSA-aaaa-bbbb-cccc', source: { name: 'GitHub', url: 'https://github.com/advisories' } },
  ]
  expect(readOne({ references })).toMatchObject({ aliases: ['GHSA-aaaa-bbbb-cccc'] })
})

const upgrade = 'Upgrade openssl to version 3.0.15-1~deb12u1'
test.each([
  [upgrade, '3.0.15-1~deb12u1'],
  ['Upgrade openssl to version 1.26.5, 2.0.3', '1.26.5, 2.0.3'],
  [`Upgrade libssl3 to version 9; ${upgrade}`, '3.0.15-1~deb12u1'],
  ['Upgrade openssl to version 1; Upgrade openssl to version 2', '1, 2'],
  // Trivy's own name of the one package.
  ['Upgrade debian/openssl to version 3.0.15', '3.0.15'],
  ['Upgrade libssl3 to version 9; Upgrade libcrypto3 to version 9', null],
  ['Use another library.', null],
  ['Upgrade openssl to version ', null],
  ['Upgrade  to version 3', null],
])('what mends it is read from %j', (recommendation, fixedVersion) => {
  expect(readOne({ recommendation })).toMatchObject({ fixedVersion })
})

test('what is stated of versions comes before what is said in words', () => {
  const versions = [
    { version: '3.0.11-1~deb12u2', status: 'affected' },
    { version: '3.0.16', status: 'unaffected' },
  ]
  expect(readOne({ recommendation: upgrade, affects: [{ ref: purl, versions }] })).toMatchObject({
    fixedVersion: '3.0.16',
  })
})
