/**
 * What the front door says to a program in place of an answer: JSON, and in English. At the addresses of the original gallery's API it has
 * that API's form, in which its callers look for the reason.
 */
import { isCatalogDataPath } from '#lib/addresses/catalog-data-operations.ts'
import { toShortHeaders } from './short-document.ts'

/** As lib/public-api/catalog-data answers, which is readable for pages of other sites. */
const catalogDataHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after',
}

/** Why an operation of that API is refused, by status; another status is the caller's mistake. */
const catalogDataTypes: Readonly<Record<number, string>> = {
  429: 'ThrottlingException',
  503: 'ServerException',
}

/** True where programs ask. @param target as it stands in the request line */
export function isForPrograms(target: string): boolean {
  const path = toPath(target)
  return /^\/+api\//.test(path) || isCatalogDataPath(path)
}

/** @param target as it stands in the request line @param message whole sentences, in English */
export function toProgramAnswer(
  target: string,
  status: number,
  message: string,
): { body: string; headers: Record<string, string> } {
  const isCatalogData = isCatalogDataPath(toPath(target))
  const type = catalogDataTypes[status] ?? 'InvalidParameterException'
  const body = JSON.stringify(isCatalogData ? { __type: type, message } : { message })
  return {
    body,
    headers: { ...toShortHeaders(body, 'application/json'), ...(isCatalogData ? catalogDataHeaders : {}) },
  }
}

function toPath(target: string): string {
  return target.split('?', 1)[0] ?? ''
}
