import { describe, expect, it } from 'vitest'
import { parseSearchParams } from '#lib/addresses/search-params.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { clearFilters, listActiveFilters, listRelaxations, toggleValue } from './change-query.ts'

const texts = readTexts('en', 'search')
const query = parseSearchParams({
  searchTerm: 'cache',
  verified: 'verified',
  architectures: 'ARM,x86',
  publishers: 'acme',
  types: 'chart',
  updated: 'week',
  sort: 'name',
  page: '3',
})

describe('toggleValue', () => {
  it('adds a value, drops a chosen one, and goes back to the first page', () => {
    expect(toggleValue(query, 'operatingSystems', 'Linux')).toMatchObject({
      operatingSystems: ['Linux'],
      page: 1,
    })
    expect(toggleValue(query, 'architectures', 'ARM').architectures).toEqual(['x86'])
  })
})

describe('listActiveFilters', () => {
  it('gives every chosen value with the search that lacks only it', () => {
    const filters = listActiveFilters(query, texts, (alias) => alias.toUpperCase())
    expect(filters.map((filter) => filter.label)).toEqual([
      'Verified',
      'ARM',
      'x86',
      'ACME',
      'Helm chart',
      'Updated in the last week',
    ])
    expect(filters[1]?.without).toEqual({ ...query, architectures: ['x86'], page: 1 })
    expect(new Set(filters.map((filter) => filter.key)).size).toBe(6)
  })
})

describe('clearFilters', () => {
  it('keeps the words and the order', () => {
    expect(clearFilters(query)).toEqual(parseSearchParams({ searchTerm: 'cache', sort: 'name' }))
  })
})

describe('listRelaxations', () => {
  it('gives up each filter as a whole, then all of them, then the words', () => {
    expect(listRelaxations(query, texts).map((relaxation) => relaxation.dropped)).toEqual([
      '“Verified”',
      '“ARM” and “x86”',
      '“acme”',
      '“Helm chart”',
      '“Updated in the last week”',
      'every filter',
      'the text “cache”',
    ])
  })

  it('says what is given up in the language of the page', () => {
    const japanese = readTexts('ja', 'search')
    expect(listRelaxations(query, japanese).map((relaxation) => relaxation.dropped)).toEqual([
      '「検証済み」',
      '「ARM」と「x86」',
      '「acme」',
      '「Helm チャート」',
      '「1\u00a0週間以内に更新」',
      'すべてのフィルター',
      '検索語「cache」',
    ])
  })

  it('has nothing to offer for words alone', () => {
    expect(listRelaxations(parseSearchParams({ searchTerm: 'nothing' }), texts)).toEqual([])
  })
})
