import { expect, test } from 'vitest'
import { toBadgeSvg } from './to-badge-svg.ts'

test('a badge names label and value, for those who do not see it too', () => {
  const svg = toBadgeSvg({ label: 'version', value: '2.2.1', tone: 'usual' })
  expect(svg).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20" role="img" aria-label="version: 2\.2\.1">/,
  )
  expect(svg).toContain('>2.2.1</text>')
})

test.each([
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' onload='x",
  ']]><!--',
  '&lt;script&gt;',
])('%j stays text', (value) => {
  const svg = toBadgeSvg({ label: 'version', value, tone: 'unknown' })
  // Every mark of the language in it is its own.
  const own = toBadgeSvg({ label: 'version', value: 'x'.repeat(value.length), tone: 'unknown' })
  for (const mark of ['<', '>', '"', "'"]) expect(svg.split(mark).length, mark).toBe(own.split(mark).length)
  expect(svg).not.toMatch(/<script|<svg on/i)
})

test('a long text is cut, and one that turns the direction of others is shown without that', () => {
  const svg = toBadgeSvg({ label: 'version', value: `\u202e${'9'.repeat(500)}`, tone: 'usual' })
  expect(svg).not.toContain('\u202e')
  expect(svg).toContain('…')
  expect(svg.length).toBeLessThan(1_500)
})
