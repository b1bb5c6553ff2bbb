/** A part of an image's page by itself: what is asked for, and what is shown of it. */
import type { ReactNode } from 'react'
import type { ContentsQuery } from '#lib/addresses/contents-query.ts'
import type { TreeQuery } from '#lib/addresses/tree-query.ts'
import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'

/** What stands on a part's page. */
export interface ShownPart {
  title: string
  pageCount: number
  /** Of a list that can be filtered and sorted. */
  query?: ContentsQuery
  /** What its address has beside the part and its page, where that is no such query. */
  params?: string
  content: ReactNode
}

/** What a part is asked for with. */
export interface PartQuery {
  /** Of a list of packages or vulnerabilities. */
  contents: ContentsQuery
  /** Of its files. */
  tree: TreeQuery
}

/** Which page of a list is asked for, and the words to show it with. */
export interface PartRequest {
  page: number
  query: PartQuery
  texts: Texts<'contents'>
  language: Language
}
