/**
 * The short answer to a request that no page is for: a document for people, in their language, JSON in English below `/api/`. It stands alone, because
 * the request never reached what renders pages.
 */
import { DEFAULT_LANGUAGE, type Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Texts } from '#lib/language/texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Verdict } from './check-request.ts'
import { isForPrograms, toProgramAnswer } from './program-answer.ts'
import { toShortDocument, toShortHeaders } from './short-document.ts'

export interface Refusal {
  status: number
  headers: Record<string, string>
  body: string
}

type Refused = Extract<Verdict, { kind: 'malformed' | 'missing' | 'method' }>

interface Words {
  status: number
  title: string
  text: string
  /** To search for. */
  name?: string
}

/** Longer names are cut: an address can have thousands of characters. */
const maxShown = 120

/**
 * Makes the answer.
 * @param target as it stands in the request line
 * @param wanted of a document
 */
export function toRefusal(refused: Refused, target: string, wanted: Language): Refusal {
  const { status, body, headers } = isForPrograms(target)
    ? toJson(refused, target)
    : toDocument(refused, wanted)
  return { status, body, headers: refused.kind === 'method' ? { ...headers, allow: refused.allow } : headers }
}

function toJson(refused: Refused, target: string): Refusal {
  const { status, title, text } = toWords(refused, readTexts(DEFAULT_LANGUAGE, 'refusal'))
  return { status, ...toProgramAnswer(target, status, `${title}. ${text}`) }
}

function toDocument(refused: Refused, language: Language): Refusal {
  const texts = readTexts(language, 'refusal')
  const { status, title, text, name } = toWords(refused, texts)
  const search = name && {
    href: `/search?${new URLSearchParams({ searchTerm: name })}`,
    text: texts('search', { name }),
  }
  const body = toShortDocument({ language, title, text, links: search ? [search] : [] })
  const headers = toShortHeaders(body, 'text/html; charset=utf-8')
  return { status, body, headers: { ...headers, 'content-language': language } }
}

function toWords(refused: Refused, texts: Texts<'refusal'>): Words {
  switch (refused.kind) {
    case 'malformed':
      return {
        status: 400,
        title: texts('malformed.title'),
        text: texts('malformed.text'),
      }
    case 'method':
      return {
        status: 405,
        title: texts('method.title'),
        text: texts('method.text', {
          methods: refused.allow
            .split(', ')
            .reduce((first, second) => texts('method.both', { first, second })),
        }),
      }
    case 'missing': {
      const name = toShownText(refused.path.slice(0, 1_000).replaceAll(/\s+/g, ' ').trim(), maxShown)
      return {
        status: 404,
        title: texts('missing.title', { name }),
        text: texts('missing.text'),
        name: toSearched(refused.path),
      }
    }
  }
}

/** The readable part of a name, with its letters and digits only. */
function toSearched(path: string): string {
  return path
    .slice(0, maxShown)
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim()
}
