/**
 * The short answer to a request that no page is for: a document for people, in their language, JSON in English below `/api/`. It stands alone, because
 * the request never reached what renders pages.
 */
import { DEFAULT_LANGUAGE, type Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import type { Texts } from '#lib/language/texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Verdict } from './check-request.ts'
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
 * @param isApi for programs
 * @param wanted of a document
 */
export function toRefusal(refused: Refused, isApi: boolean, wanted: Language): Refusal {
  const language = isApi ? DEFAULT_LANGUAGE : wanted
  const texts = readTexts(language, 'refusal')
  const { status, title, text, name } = toWords(refused, texts)
  const body = isApi
    ? JSON.stringify({ message: `${title}. ${text}` })
    : toShortDocument({
        language,
        title,
        text,
        links: name
          ? [
              {
                href: `/search?${new URLSearchParams({ searchTerm: name })}`,
                text: texts('search', { name }),
              },
            ]
          : [],
      })
  return {
    status,
    body,
    headers: {
      ...toShortHeaders(body, isApi ? 'application/json' : 'text/html; charset=utf-8'),
      ...(isApi ? {} : { 'content-language': language }),
      ...(refused.kind === 'method' ? { allow: refused.allow } : {}),
    },
  }
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
