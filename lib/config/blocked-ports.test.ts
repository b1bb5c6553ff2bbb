import { expect, test } from 'vitest'
import { isBlockedPort } from './blocked-ports.ts'

/** What Node's own `fetch` says of a port, before anything is sent: it connects nowhere where it says so. */
async function isRefusedByFetch(port: number): Promise<boolean> {
  const cause = await fetch(`http://127.0.0.1:${port}`).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.cause : null),
  )
  return cause instanceof Error && cause.message === 'bad port'
}

test('the ports are those that fetch refuses', async () => {
  const ports = Array.from({ length: 11_000 }, (_, at) => at + 1).filter(isBlockedPort)
  expect(ports.length).toBeGreaterThan(70)
  const open: number[] = []
  for (const port of ports) if (!(await isRefusedByFetch(port))) open.push(port)
  expect(open).toEqual([])
})

test.each([3000, 5050, 5070, 8080])('%d is none of them', (port) => {
  expect(isBlockedPort(port)).toBe(false)
})
