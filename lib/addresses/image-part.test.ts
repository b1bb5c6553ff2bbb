import { expect, test } from 'vitest'
import { parseImagePart, toPartText } from './image-part.ts'

test.each([
  ['labels', { kind: 'list', list: 'labels', page: 1 }],
  ['layers.12', { kind: 'list', list: 'layers', page: 12 }],
  ['label.17', { kind: 'value', value: 'label', item: 17, page: 1 }],
  ['step.3.2', { kind: 'value', value: 'step', item: 3, page: 2 }],
  ['entrypoint', { kind: 'value', value: 'entrypoint', item: 1, page: 1 }],
])('%s names a part, and a part its address', (text, part) => {
  const parsed = parseImagePart(text)
  expect(parsed).toEqual(part)
  expect(parsed && toPartText(parsed)).toBe(text)
})

test.each(['', 'x', 'labels.0', 'labels.-1', 'label.1.2.3', 'labels.99999999', 'labels.1e3', '.'])(
  '%j names none',
  (text) => {
    expect(parseImagePart(text)).toBeNull()
  },
)
