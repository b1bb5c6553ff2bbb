/**
 * With what an image can be pulled: clients that run in a shell, and files that name an image for a program to pull.
 * What a repository holds decides which of them are of use: a container engine cannot run a Helm chart (Helm, "Use
 * OCI-based registries"), and Helm cannot pull an image.
 */

/** Programs that pull with one line in a shell. */
const COMMANDS = [
  'docker',
  'podman',
  'nerdctl',
  'finch',
  'ctr',
  'crictl',
  'skopeo',
  'crane',
  'oras',
  'regctl',
  'helm',
] as const
/** Files that name an image. */
const FILES = ['dockerfile', 'compose', 'kubernetes', 'github-actions'] as const

export const PULL_CLIENTS = [...COMMANDS, ...FILES] as const
export type PullClient = (typeof PULL_CLIENTS)[number]
export type PullFile = (typeof FILES)[number]

/** What is pulled. */
export type PulledKind = 'image' | 'chart' | 'artifact'

/** Media type of the config of a Helm chart. */
const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json'

const runnable = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\./

/** The first client of a kind is offered until the visitor chooses another. */
const clientsOfKind: Record<PulledKind, readonly [PullClient, ...PullClient[]]> = {
  image: ['docker', ...PULL_CLIENTS.filter((client) => client !== 'docker' && client !== 'helm')],
  chart: ['helm', 'oras', 'regctl', 'skopeo'],
  artifact: ['oras', 'regctl', 'skopeo'],
}

/**
 * What an image is to the clients that pull it.
 * @param artifactMediaType the media type of its config, or its `artifactType`
 */
export function toPulledKind(artifactMediaType: string | null): PulledKind {
  if (artifactMediaType === HELM_CONFIG) return 'chart'
  return artifactMediaType === null || artifactMediaType === '' || runnable.test(artifactMediaType)
    ? 'image'
    : 'artifact'
}

/** The clients that can pull this kind, the one to offer first in front. */
export function listPullClients(kind: PulledKind): readonly [PullClient, ...PullClient[]] {
  return clientsOfKind[kind]
}

/** The client of this name when it can pull this kind; otherwise the first that can. */
export function toPullClient(name: string | null, kind: PulledKind): PullClient {
  const clients = listPullClients(kind)
  return clients.find((client) => client === name) ?? clients[0]
}

/** True for a form that is pasted into a file and takes several lines or words of its own. */
export function isPullFile(client: PullClient): client is PullFile {
  return FILES.some((file) => file === client)
}
