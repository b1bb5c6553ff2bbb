import { type PullClient, toPullCommand } from '#lib/oci/pull-command.ts'

/** What a row's copy button gives: the command that fetches this kind of thing by its tag or digest. */
export function toCopiedCommand(
  client: PullClient,
  { type, uri, tag, digest }: { type: string; uri: string; tag: string | null; digest: string | null },
  { plainHttp }: { plainHttp: boolean },
): string {
  const flag = plainHttp ? '--plain-http ' : ''
  if (type === 'Helm chart' && tag !== null) return `helm pull ${flag}oci://${uri} --version ${tag}`
  if (type === 'Image' || type === 'Multi-platform image') {
    return toPullCommand(client, { name: uri, tag, digest }, { plainHttp })
  }
  return `oras pull ${flag}${uri}${digest === null ? `:${tag}` : `@${digest}`}`
}
