import { expect, it } from 'vitest'
import { listSecurityHeaders } from './security-headers.ts'

function toPolicy(production: boolean): string {
  const header = listSecurityHeaders({ production }).find(({ key }) => key === 'Content-Security-Policy')
  return header?.value ?? ''
}

it('forbids everything by default, evaluated code, inline handlers, frames, plugins and other script hosts', () => {
  const policy = toPolicy(true)
  expect(policy).toMatch(/^default-src 'none';/)
  expect(policy).toContain("script-src 'self' 'unsafe-inline';")
  for (const directive of ['script-src-attr', 'base-uri', 'frame-ancestors', 'object-src']) {
    expect(policy).toContain(`${directive} 'none'`)
  }
  expect(policy).not.toContain('unsafe-eval')
  expect(policy).not.toContain('ws:')
})

it('lets no script text or markup be made from strings in the built gallery', () => {
  expect(toPolicy(true)).toContain("require-trusted-types-for 'script'; trusted-types default")
  expect(toPolicy(false)).not.toContain('trusted-types')
})
