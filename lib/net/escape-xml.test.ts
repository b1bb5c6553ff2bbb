import { expect, test } from 'vitest'
import { escapeXml } from './escape-xml.ts'

test.each([
  [`a < b & "c" > 'd'`, 'a &#60; b &#38; &#34;c&#34; &#62; &#39;d&#39;'],
  ['line\nbreak\ttab', 'line\nbreak\ttab'],
  ['\u0000a\u0008b\u001b[0m\uFFFE', 'ab[0m'],
  ['half \uD800 of a pair, whole 🦆', 'half  of a pair, whole 🦆'],
])('%j', (text, expected) => expect(escapeXml(text)).toBe(expected))
