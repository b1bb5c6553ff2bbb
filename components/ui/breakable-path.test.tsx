import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { BreakablePath } from './breakable-path.tsx'

const toMarkup = (text: string) => renderToStaticMarkup(<BreakablePath text={text} />)

/** With `|` where a line may break, beside spaces and the hyphens of long parts. */
const toBreaks = (text: string) =>
  toMarkup(text)
    .replaceAll('<wbr/>', '|')
    .replaceAll(/<[^>]*>/g, '')
    .replace(/\|+$/, '')

test.each([
  ['tidewater/cache-harbor', 'tidewater/|cache-harbor'],
  ['helm pull oci://host/chart', 'helm pull oci:/|/|host/|chart'],
  [
    'application/vnd.dev.cosign.artifact.sig.v1+json',
    'application/|vnd.|dev.|cosign.|artifact.|sig.|v1+|json',
  ],
])('%s breaks between its parts', (text, breaks) => {
  expect(toBreaks(text)).toBe(breaks)
})

test.each([
  'localhost:5050/a/b@sha256:0123',
  'application/vnd.cncf.model.weight.v1.raw',
  'a  b // c',
  '...................................',
])('%s is the same text when it is copied', (text) => {
  expect(toMarkup(text).replaceAll(/<[^>]*>/g, '')).toBe(text)
})
