/**
 * The short answer to a request that no page is for: a document for people, JSON below `/api/`. It stands alone, because
 * the request never reached what renders pages.
 */
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

/** Makes the answer. @param isApi for programs */
export function toRefusal(refused: Refused, isApi: boolean): Refusal {
  const words = toWords(refused)
  const { status, title, text, name } = words
  const body = isApi
    ? JSON.stringify({ message: `${title}. ${text}` })
    : toShortDocument({
        title,
        text,
        links: name
          ? [
              {
                href: `/search?${new URLSearchParams({ searchTerm: name })}`,
                text: `Search for “${name}”`,
              },
            ]
          : [],
      })
  return {
    status,
    body,
    headers: {
      ...toShortHeaders(body, isApi ? 'application/json' : 'text/html; charset=utf-8'),
      ...(refused.kind === 'method' ? { allow: refused.allow } : {}),
    },
  }
}

function toWords(refused: Refused): Words {
  switch (refused.kind) {
    case 'malformed':
      return {
        status: 400,
        title: 'This address cannot be read',
        text: 'Part of it is damaged, such as a percent sign without two digits. Check it, or begin at the home page.',
      }
    case 'method':
      return {
        status: 405,
        title: 'Pages can only be read',
        text: `This address takes ${refused.allow.split(', ').join(' and ')} requests, and nothing else.`,
      }
    case 'missing': {
      const name = toShownText(refused.path.slice(0, 1_000).replaceAll(/\s+/g, ' ').trim(), maxShown)
      return {
        status: 404,
        title: `Nothing is published at ${name}`,
        text: 'No publisher and no repository can have such a name. The address may have a typing error.',
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
