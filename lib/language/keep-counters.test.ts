import { expect, it } from 'vitest'
import { keepCounters } from './keep-counters.ts'
import { readTexts } from './read-texts.ts'

it.each([
  ['{count, number} 件のリポジトリ', '{count, number}\u00a0件のリポジトリ'],
  ['{count, plural, other {# 件を検証中}}', '{count, plural, other {#\u00a0件を検証中}}'],
  ['24 時間以内、1 か月以内', '24\u00a0時間以内、1\u00a0か月以内'],
  ['ARM 64 イメージ', 'ARM 64\u00a0イメージ'],
  ['{names}、他 {count, number} 件', '{names}、他\u00a0{count, number}\u00a0件'],
  [
    '({days, plural, =0 {本日} other {あと # 日}})',
    '({days, plural, =0 {本日} other {あと\u00a0#\u00a0日}})',
  ],
  ['約 {count, number} 分', '約\u00a0{count, number}\u00a0分'],
  ['その他 {count, number} 個', 'その他 {count, number}\u00a0個'],
  ['{name} の鍵', '{name} の鍵'],
  ['{count, number} packages', '{count, number} packages'],
])('%s keeps a number beside its counter', (message, kept) => {
  expect(keepCounters(message)).toBe(kept)
})

it('the gallery says numbers so', () => {
  expect(readTexts('ja', 'search')('found', { count: 10 })).toBe('リポジトリ 10\u00a0件')
  expect(readTexts('en', 'search')('found', { count: 10 })).toBe('10 repositories')
})
