import { expect, test } from 'vitest'
import { isLoopback, toReachableUrl } from './listening-address.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://[::1]:80'],
  ['::1', 'http://[::1]:80'],
  ['192.168.1.5', 'http://192.168.1.5:80'],
  ['gallery.internal', 'http://gallery.internal:80'],
])('a program that listens on %s is reached at %s', (host, expected) => {
  expect(toReachableUrl(host, 80)).toBe(expected)
})

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['192.168.1.5', false],
  ['::', false],
  ['127.example.org', false],
])('isLoopback(%s) is %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
