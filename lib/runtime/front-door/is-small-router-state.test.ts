/** Guards that no router state reaches Next's own check, whose cost grows with the square of the levels, unless it is a small one. */
import { assert, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSmallRouterState } from './is-small-router-state.ts'

const deepestPage = [
  '',
  {
    children: [
      ['language', 'en', 'd', null],
      {
        children: [
          ['alias', 'tidewater', 'd', null],
          {
            children: [
              ['repository', 'cache/harbor', 'c', null],
              { children: ['__PAGE__', {}, null, null, 0] },
            ],
          },
        ],
      },
    ],
  },
  null,
  'refetch',
]

function nest(levels: number): string {
  return `${'["",{"a":'.repeat(levels)}["",{}]${'}]'.repeat(levels)}`
}

describe('isSmallRouterState', () => {
  test('takes the state of a page, escaped or not', () => {
    expect(isSmallRouterState(JSON.stringify(deepestPage))).toBe(true)
    expect(isSmallRouterState(encodeURIComponent(JSON.stringify(deepestPage)))).toBe(true)
  })

  test('refuses what lies deeper than any page, of any length', () => {
    expect(isSmallRouterState(nest(10))).toBe(true)
    assert(property(integer({ min: 21, max: 4_000 }), (levels) => !isSmallRouterState(nest(levels))))
    expect(isSmallRouterState('['.repeat(9_000) + ']'.repeat(9_000))).toBe(false)
  })

  test('refuses what is wider than any page', () => {
    const wide = Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`a${at}`, ['', {}]]))
    expect(isSmallRouterState(JSON.stringify(['', wide]))).toBe(false)
    expect(isSmallRouterState(JSON.stringify(Array.from({ length: 1_000 }, () => 1)))).toBe(false)
  })

  test.each(['', 'x', '%', '{', '['])('refuses %j, which is no JSON', (header) => {
    expect(isSmallRouterState(header)).toBe(false)
  })
})
