/** Pages over rows that change while they are read, whatever the changes are. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysFrom } from '#registry/store/keys.ts'
import { listPage } from './list-page.ts'

const keys = keysFrom(new Uint8Array(32).fill(1))

const readPage = (rows: ReadonlySet<string>, request: { nextToken?: string; maxResults?: number }) =>
  listPage(keys, request, {
    scope: { operation: 'DescribeRepositories', registryId: '111111111111' },
    fetch: async (after, limit) =>
      [...rows]
        .sort()
        .filter((row) => after === null || row > (after[0] ?? ''))
        .slice(0, limit),
    toCursor: (row) => [row],
  })

test('a row that is there all the time is seen exactly once, none is seen twice', async () => {
  const name = fc.stringMatching(/^[a-d]{1,3}$/)
  const change = fc.record({ add: fc.array(name), remove: fc.array(name) })
  const settings = [fc.uniqueArray(name), fc.array(change), fc.integer({ min: 1, max: 5 })] as const
  await fc.assert(
    fc.asyncProperty(...settings, async (initial, changes, maxResults) => {
      const rows = new Set(initial)
      const lasting = new Set(initial)
      const seen: string[] = []
      let nextToken: string | undefined
      for (let turn = 0; turn === 0 || nextToken !== undefined; turn += 1) {
        const page = await readPage(rows, { maxResults, ...(nextToken !== undefined && { nextToken }) })
        seen.push(...page.rows)
        nextToken = page.nextToken
        for (const row of changes[turn]?.remove ?? []) {
          rows.delete(row)
          lasting.delete(row)
        }
        for (const row of changes[turn]?.add ?? []) rows.add(row)
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(expect.arrayContaining([...lasting]))
    }),
  )
})

test('without a number a page has 100 rows', async () => {
  const rows = new Set(Array.from({ length: 150 }, (_, n) => String(n)))
  expect((await readPage(rows, {})).rows).toHaveLength(100)
})
