/**
 * With what an image can be pulled: clients that run in a shell, and files that name an image for a program to pull.
 * What a repository holds decides which of them are of use: a container engine cannot run a Helm chart (Helm, "Use
 * OCI-based registries") or a signature, and Helm cannot pull an image.
 */
import type { ArtifactKind } from '#lib/oci/kind-of-media-type.ts'

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
  'flux',
  'apptainer',
] as const
/** Files that name an image. */
const FILES = ['dockerfile', 'compose', 'kubernetes', 'github-actions'] as const

export const PULL_CLIENTS = [...COMMANDS, ...FILES] as const
export type PullClient = (typeof PULL_CLIENTS)[number]
export type PullFile = (typeof FILES)[number]

/** Kinds that the same clients pull, so that a visitor's choice for one of them counts for the others. */
export const PULL_GROUPS = ['image', 'chart', 'flux', 'apptainer-image', 'artifact', 'nothing'] as const
export type PullGroup = (typeof PULL_GROUPS)[number]

const ofAnyContent = ['oras', 'regctl', 'skopeo'] as const

/** The first client of a group is offered until the visitor chooses another. */
const clientsOfGroup: Record<PullGroup, readonly PullClient[]> = {
  image: [
    'docker',
    ...PULL_CLIENTS.filter((client) => !['docker', 'helm', 'flux', 'apptainer'].includes(client)),
  ],
  chart: ['helm', ...ofAnyContent],
  flux: ['flux', ...ofAnyContent],
  'apptainer-image': ['apptainer', ...ofAnyContent],
  artifact: ofAnyContent,
  nothing: [],
}

/** What builders read, and what a registry keeps for clients that ask what is attached: nobody pulls them. */
const unpulled: ReadonlySet<ArtifactKind> = new Set(['build-cache', 'referrers'])

/** The kind, to the clients that pull. */
export function toPullGroup(kind: ArtifactKind): PullGroup {
  if (unpulled.has(kind)) return 'nothing'
  return kind === 'image' || kind === 'chart' || kind === 'flux' || kind === 'apptainer-image'
    ? kind
    : 'artifact'
}

/** The clients that can pull this kind, the one to offer first in front; none where it is not there to be pulled. */
export function listPullClients(kind: ArtifactKind): readonly PullClient[] {
  return clientsOfGroup[toPullGroup(kind)]
}

/** The client of this name when it can pull this kind; otherwise the first that can, and null where none can. */
export function toPullClient(name: string | null, kind: ArtifactKind): PullClient | null {
  const clients = listPullClients(kind)
  return clients.find((client) => client === name) ?? clients[0] ?? null
}

/** True for a form that is pasted into a file and takes several lines or words of its own. */
export function isPullFile(client: PullClient): client is PullFile {
  return FILES.some((file) => file === client)
}
