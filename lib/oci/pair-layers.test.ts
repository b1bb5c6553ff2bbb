import { expect, test } from 'vitest'
import { toDigest } from './digest.ts'
import type { Descriptor } from './manifest.ts'
import { pairLayers, toInstruction } from './pair-layers.ts'

function toLayer(name: string): Descriptor {
  const digest = toDigest('sha256', Buffer.from(name))
  return { mediaType: 'a/b', digest, sizeBytes: 1, urls: [], artifactType: null, annotations: {} }
}

const step = (createdBy: string | null, isEmptyLayer = false) => ({ createdBy, comment: null, isEmptyLayer })

test('a layer stands beside the step that made it, and other steps have none', () => {
  const [one, two] = [toLayer('1'), toLayer('2')]
  const steps = pairLayers([one, two], [step('ADD a'), step('ENV b', true), step(null)])
  expect(steps.map(({ instruction, layer }) => [instruction, layer])).toEqual([
    ['ADD a', one],
    ['ENV b', null],
    [null, two],
  ])
})

test('a history that does not fit says nothing about any layer', () => {
  const steps = pairLayers([toLayer('1'), toLayer('2')], [step('ADD a')])
  expect(steps.map(({ instruction }) => instruction)).toEqual([null, null])
})

test.each([
  ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['RUN |2 A=1 B=two words /bin/sh -c make\n  install # buildkit', 'RUN make\n  install'],
  ['|1 A=1 /bin/sh -c make', 'RUN make'],
  ['COPY . /app # buildkit', 'COPY . /app'],
  ['bazel build ...', 'bazel build ...'],
])('%s', (createdBy, instruction) => {
  expect(toInstruction(createdBy)).toBe(instruction)
})
