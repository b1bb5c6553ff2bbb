import * as lucide from 'lucide-react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import * as controls from './control-icons.tsx'
import * as facts from './fact-icons.tsx'
import * as lists from './list-icons.tsx'
import * as proofs from './proof-icons.tsx'

const drawn = { ...controls, ...facts, ...lists, ...proofs }
const originals: Record<keyof typeof drawn, lucide.LucideIcon> = lucide
const names = Object.keys(drawn) as (keyof typeof drawn)[]

/** What is drawn, without what stands on the element around it. */
const toShape = (markup: string) => markup.replace(/^<svg[^>]*>/, '')

it.each(names)('%s has the shape that Lucide gives it', (name) => {
  const [Drawn, Original] = [drawn[name], originals[name]]
  expect(toShape(renderToStaticMarkup(<Drawn />))).toBe(toShape(renderToStaticMarkup(<Original />)))
})

it('an icon is drawn as Lucide draws it, and no screen reader says it', () => {
  const toAttributes = (markup: string) =>
    new Set(markup.slice(0, markup.indexOf('>')).match(/[a-zA-Z-]+="[^"]*"/g) ?? [])
  const attributes = toAttributes(renderToStaticMarkup(<controls.Check strokeWidth={1.75} />))
  const original = toAttributes(renderToStaticMarkup(<lucide.Check strokeWidth={1.75} />))
  const asLucide = [...original].filter((one) => !/^(?:class|xmlns)=/.test(one))
  expect([...attributes].sort()).toEqual(expect.arrayContaining(asLucide))
  expect(attributes).toContain('aria-hidden="true"')
})
