import { expect, test } from 'vitest'
import { createPageGuard } from './page-guard.ts'

test('a page that is given again and again is an error; one that is repeated is none', () => {
  const { check } = createPageGuard('DescribeRepositories')
  for (let page = 0; page < 5; page += 1) check('a')
  for (let page = 0; page < 500; page += 1) check(`b${page}`)
  check(undefined)
  expect(() => check('a')).toThrow(/DescribeRepositories failed: the endpoint returns the same page/)
})
