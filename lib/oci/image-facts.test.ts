import { expect, test } from 'vitest'
import { toStatedFacts } from './image-facts.ts'

const say = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`org.opencontainers.image.${name}`, text]))

test('what an index says goes before its image, and that before labels; what is empty or unusable counts as not said', () => {
  const facts = toStatedFacts(
    [
      say({ licenses: ' ', source: 'javascript:alert(1)', created: '1970-01-01T00:00:00Z' }),
      say({ licenses: 'MIT', source: 'https://example.com/a', version: '1.0' }),
      say({
        licenses: 'GPL-2.0',
        version: '0.9',
        revision: 'abc',
        documentation: 'https://example.com/docs',
      }),
    ],
    '2026-11-20T10:00:00Z',
  )
  expect(facts).toEqual({
    licence: 'MIT',
    sourceUrl: 'https://example.com/a',
    documentationUrl: 'https://example.com/docs',
    version: '1.0',
    revision: 'abc',
    createdAt: '2026-11-20T10:00:00.000Z',
  })
})

test('where nothing is said, nothing is known', () => {
  expect(Object.values(toStatedFacts([], null)).every((value) => value === null)).toBe(true)
})
