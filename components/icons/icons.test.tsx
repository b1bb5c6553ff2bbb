import * as lucide from 'lucide'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import * as controls from './control-icons.tsx'
import * as facts from './fact-icons.tsx'
import * as lists from './list-icons.tsx'
import * as proofs from './proof-icons.tsx'

const drawn = { ...controls, ...facts, ...lists, ...proofs }
const shapes: Record<keyof typeof drawn, lucide.IconNode> = lucide
const names = Object.keys(drawn) as (keyof typeof drawn)[]

it.each(names)('%s has the shape of that name, and no screen reader says it', (name) => {
  const Drawn = drawn[name]
  const markup = renderToStaticMarkup(<Drawn strokeWidth={1.75} />)
  expect(markup).toMatch(/^<svg aria-hidden="true" [^>]*stroke-width="1.75"/)
  const elements = [...markup.matchAll(/<(\w+) [^>]*>/g)].slice(1).map(([, element]) => element)
  expect(elements).toEqual(shapes[name].map(([element]) => element))
  for (const [, attributes] of shapes[name]) {
    for (const value of Object.values(attributes)) expect(markup).toContain(`"${value}"`)
  }
})
