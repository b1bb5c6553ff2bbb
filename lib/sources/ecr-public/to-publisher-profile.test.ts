/** Guards what a page shows and links to of what a registry says of its publisher, which may be any registry. */
import { expect, test } from 'vitest'
import { toPublisherProfile } from './to-publisher-profile.ts'

test('what is not set is null, as an earlier registry leaves it out', () => {
  const nothing = { displayName: null, description: null, website: null }
  expect(toPublisherProfile({})).toEqual(nothing)
  expect(toPublisherProfile({ displayName: '', description: ' \n', website: '' })).toEqual(nothing)
})

test('texts become one line, bounded, and without what turns the direction of the page', () => {
  const { description } = toPublisherProfile({ description: ' one\n\ttwo \u202eeerht ' })
  expect(description).toBe('one two eerht')
  expect(toPublisherProfile({ description: 'x'.repeat(10_000) }).description).toHaveLength(500)
  const halved = `${'x'.repeat(499)}🐳`
  expect(toPublisherProfile({ description: halved }).description?.isWellFormed()).toBe(true)
})

test.each([
  ['https://tide.example', 'https://tide.example/'],
  ['https://tide.example/images?a=b', 'https://tide.example/images?a=b'],
  ['https://tidé.example/', 'https://xn--tid-dma.example/'],
  ['http://tide.example', null],
  ['javascript:alert(1)', null],
  ['//tide.example', null],
  ['https://user:word@tide.example', null],
  ['https://tide.example another', null],
  [`https://tide.example/${'x'.repeat(200)}`, null],
])('the website %s leads to %s', (website, shown) => {
  expect(toPublisherProfile({ website }).website).toBe(shown)
})
