/** Guards the fields that RFC 9116 demands, and that the text is never older than it says. */
import { expect, test } from 'vitest'
import { toSecurityText } from './to-security-text.ts'

const galleryUrl = 'https://gallery.example'

function readField(text: string, name: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
}

test.each([
  ['security@example.org', 'mailto:security@example.org'],
  ['https://example.org/report', 'https://example.org/report'],
  [null, 'https://gallery.example/docs#ask'],
])('reports go to %s', (contact, uri) => {
  expect(readField(toSecurityText(galleryUrl, contact, new Date()), 'Contact')).toEqual([uri])
})

test.each(['2026-01-01T00:00:00Z', '2026-12-31T23:59:59.999Z', '2028-02-29T12:00:00Z'])(
  'what is read at %s is valid for months, and for less than a year',
  (time) => {
    const now = new Date(time)
    const expires = readField(toSecurityText(galleryUrl, null, now), 'Expires')
    expect(expires).toHaveLength(1)
    const days = (Date.parse(expires[0] ?? '') - now.getTime()) / 86_400_000
    expect(days).toBeGreaterThanOrEqual(90)
    expect(days).toBeLessThan(365)
  },
)
