/** Guards that a page, and nothing else, names the one style sheet that all pages have. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createStyleSheetAhead } from './style-sheet-ahead.ts'

/** The `Link` headers of what `answer` sends, with a build that has these files. */
async function readLinks(
  files: readonly string[],
  answer: (response: ServerResponse) => void,
): Promise<string | null> {
  const nameStyleSheet = createStyleSheetAhead(files.map((name) => `/_next/static/chunks/${name}`))
  const server = createServer((_, response) => {
    nameStyleSheet(response)
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return (await fetch(`http://127.0.0.1:${port}/`)).headers.get('link')
  } finally {
    server.close()
  }
}

const page = (response: ServerResponse) => response.setHeader('content-type', 'text/html; charset=utf-8')
const named = '</_next/static/chunks/a.css>; rel=preload; as=style'

test('a page names the style sheet, beside what else it names, whether its head leaves by itself or with its body', async () => {
  const files = ['a.css', 'a.css.br', 'b.js']
  const withLink = (response: ServerResponse) => page(response).setHeader('link', '</>; rel=preconnect')
  expect(await readLinks(files, (response) => withLink(response).end('page'))).toBe(
    `</>; rel=preconnect, ${named}`,
  )
  expect(await readLinks(files, (response) => page(response).writeHead(404).end('page'))).toBe(named)
})

test('a page that is answered from what was kept names it once', async () => {
  const headers = { 'content-type': 'text/html', link: named }
  expect(await readLinks(['a.css'], (response) => response.writeHead(200, headers).end('page'))).toBe(named)
})

test('data names none', async () => {
  const data = (response: ServerResponse) =>
    response.setHeader('content-type', 'text/x-component').end('0:{}')
  expect(await readLinks(['a.css'], data)).toBeNull()
})

test('of several style sheets, or none, none is named', async () => {
  expect(await readLinks(['a.css', 'b.css'], (response) => page(response).end('page'))).toBeNull()
  expect(await readLinks([], (response) => page(response).end('page'))).toBeNull()
})
