import { expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { readTagHistory } from './read-tag-history.ts'

const created = 'org.opencontainers.distribution.tag.created'
const deleted = 'org.opencontainers.distribution.tag.deleted'
const one = toDigest('sha256', Buffer.from('one'))
const read = (body: unknown, status = 200) =>
  readTagHistory(
    {
      getDocument: async (name, path) => {
        expect([name, path]).toEqual(['acme/app', '_oci/tag-history/2.2?n=200'])
        return {
          status,
          headers: {},
          bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
        }
      },
    },
    'acme/app',
    '2.2',
  )

test('moves come newest first, pushes and removals', async () => {
  const history = [
    { digest: one, annotations: { [created]: '2026-03-01T12:00:00Z' } },
    { digest: one, annotations: { [deleted]: '2026-04-01T12:00:00+02:00' } },
  ]
  expect(await read(history)).toEqual([
    { digest: one, at: '2026-04-01T10:00:00.000Z', isRemoval: true },
    { digest: one, at: '2026-03-01T12:00:00.000Z', isRemoval: false },
  ])
})

test('a registry without it has none, whatever it answers', async () => {
  for (const [body, status] of [
    ['{"errors":[]}', 404],
    ['<html>', 200],
    ['{}', 200],
    ['null', 200],
    ['', 401],
    ['', 500],
  ] as const) {
    expect(await read(body, status)).toBeNull()
  }
})

test('entries that say no digest or no time are left out', async () => {
  expect(
    await read([
      null,
      'x',
      { digest: 'sha256:x', annotations: { [created]: '2026-03-01T12:00:00Z' } },
      { digest: one },
      { digest: one, annotations: { [created]: 'yesterday' } },
      { digest: one, annotations: { [created]: '2026-03-01T12:00:00Z' } },
    ]),
  ).toHaveLength(1)
})
