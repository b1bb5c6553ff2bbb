/** How well suggestions answer what is typed so far: what is wanted is among the first five, written down before it was tried. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenCatalog } from '#lib/catalog/open-catalog.ts'
import { readJudgements } from '../judged/judgement.ts'
import { attempts, toAttackers } from './attempts.ts'
import { fillGallery } from './measure-relevance.ts'
import { readCatalogue } from './read-set.ts'

/** Generous, because a busy machine is no failure. */
const fillTimeoutMs = 120_000
const shown = 8
const judged = 5
const classes = readFileSync(new URL('suggestions.txt', import.meta.url), 'utf8')
  .split(/^# /m)
  .slice(1)
  .map((text) => {
    const [name = '', ...lines] = text.split('\n')
    return { name, judgements: readJudgements(lines.join('\n')) }
  })
let gallery: OpenCatalog
let attacked: OpenCatalog

beforeAll(async () => {
  gallery = await fillGallery(readCatalogue())
  attacked = await fillGallery([...readCatalogue(), ...toAttackers()])
}, fillTimeoutMs)

afterAll(async () => {
  await gallery.close()
  await attacked.close()
})

/** `alias`, `alias/repository` or `alias/repository:tag`. */
function suggest({ catalog }: OpenCatalog, text: string): string[] {
  return catalog.suggest(text, shown).map((found) => {
    if (found.kind === 'publisher') return found.registryAlias
    const path = `${found.registryAlias}/${found.repositoryName}`
    return found.kind === 'tag' ? `${path}:${found.tag}` : path
  })
}

function listMisses(judgements: (typeof classes)[number]['judgements']): string[] {
  return judgements.flatMap(({ text, wanted }) => {
    const paths = suggest(gallery, text).slice(0, judged)
    return paths.some((path) => wanted.includes(path)) ? [] : [`${text} → ${wanted[0]}; ${paths.join(', ')}`]
  })
}

test('of at least 60 beginnings, what is wanted is among five in 95 of 100', () => {
  const all = classes.flatMap(({ judgements }) => judgements)
  expect(all.length).toBeGreaterThanOrEqual(60)
  const misses = listMisses(all)
  expect(1 - misses.length / all.length, misses.join('\n')).toBeGreaterThanOrEqual(0.95)
})

test.each(classes)('of the class “$name”, what is wanted is among five in 90 of 100', ({ judgements }) => {
  const misses = listMisses(judgements)
  expect(1 - misses.length / judgements.length, misses.join('\n')).toBeGreaterThanOrEqual(0.9)
})

describe('no unverified repository is suggested before the verified one that was named', () => {
  test.each(attempts)('$text, against $repository.name', ({ text, verifiedPath }) => {
    const paths = suggest(attacked, text)
    const [alias = ''] = verifiedPath.split('/')
    const place = paths.findIndex((path) => path === verifiedPath || path.split('/')[0] === alias)
    const stranger = paths.findIndex((path) => path.startsWith('attacker'))
    expect(place, paths.join(', ')).toBeGreaterThanOrEqual(0)
    if (stranger >= 0) expect(place, paths.join(', ')).toBeLessThan(stranger)
  })
})
