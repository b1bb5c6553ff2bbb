import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { readMessages } from '#lib/language/read-messages.ts'
import { TextsProvider } from '../language/texts-provider.tsx'
import { PlatformBadges } from './platform-badges.tsx'

function render(operatingSystems: string[], architectures: string[]): string[] {
  const html = renderToStaticMarkup(
    <TextsProvider language="en" messages={readMessages('en', ['ui'])}>
      <PlatformBadges operatingSystems={operatingSystems} architectures={architectures} maxOthers={2} />
    </TextsProvider>,
  )
  return [...html.matchAll(/<li class="([^"]*)"[^>]*>([^<]*)/g)].map(
    ([, looks = '', label = '']) => `${looks.includes('border') ? 'badge' : 'text'} ${label}`,
  )
}

it('shows the usual ones in one order, each once, and other labels behind them, all as badges', () => {
  expect(render(['Windows', 'Linux'], ['RISC-V 64', 'x86-64', 'ARM', 'Linux'])).toEqual([
    'badge Linux',
    'badge Windows',
    'badge ARM',
    'badge x86-64',
    'badge RISC-V 64',
  ])
})

it('does not let a hundred labels push everything else out of a row', () => {
  const labels = Array.from({ length: 50 }, (_, position) => `label ${position}`)
  expect(render(labels, [...labels, 'ARM 64'])).toEqual([
    'badge ARM 64',
    'badge label 0',
    'badge label 1',
    'text +48',
  ])
})

it('is nothing where nothing is declared', () => {
  expect(render([], [])).toEqual([])
})
