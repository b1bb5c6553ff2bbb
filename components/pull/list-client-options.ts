import { isPullFile, listPullClients, type PullClient } from '#lib/commands/pull-client.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { ArtifactKind } from '#lib/oci/artifact-kind.ts'
import type { SelectGroup, SelectOption } from './select-field.tsx'

/** What is not written as the command is; the same in every language. */
const names: Partial<Record<PullClient, string>> = {
  dockerfile: 'Dockerfile',
  compose: 'Compose',
  kubernetes: 'Kubernetes',
  'github-actions': 'GitHub Actions',
}

/** The clients that can pull this kind, in the order in which they are offered: commands, then files. */
export function listClientOptions(
  kind: ArtifactKind,
  texts: Texts<'pull'>,
): readonly (SelectOption | SelectGroup)[] {
  const clients = listPullClients(kind)
  const toOption = (client: PullClient) => ({ value: client, label: names[client] ?? client })
  const files = clients.filter(isPullFile)
  if (files.length === 0) return clients.map(toOption)
  return [
    { label: texts('commands'), options: clients.filter((client) => !isPullFile(client)).map(toOption) },
    { label: texts('files'), options: files.map(toOption) },
  ]
}
