/**
 * What somebody with an account tries in order to stand before a verified publisher. An attacker may choose any alias that is
 * free, any display name, names, texts and tags, and pulls its own images a thousand times.
 */
import type { CatalogueBatch } from '../catalogue-generator.ts'
import { toBatch } from './read-set.ts'

export interface Attempt {
  /** What is searched for. */
  text: string
  /** Whose name was typed, or whose repository's. */
  verifiedPath: string
  repository: { name: string; description?: string; tags?: string }
  displayName?: string
}

/** Each is tried by an account of its own. */
export const attempts: readonly Attempt[] = [
  // The path borrows the publisher.
  ...[
    'hashicorp/terraform',
    'datadog/agent',
    'lambda/python',
    'bitnami/kafka',
    'bitnami/redis',
    'grafana/loki',
    'apache/airflow',
    'karpenter/controller',
    'nvidia/cuda',
    'elastic/filebeat',
    'istio/pilot',
    'gitlab/gitlab-runner',
  ].map((path) => ({
    text: path.replace('/', ' '),
    verifiedPath: path,
    repository: { name: path },
  })),
  // One word, as some write it.
  ...['hashicorp/terraform', 'datadog/agent', 'bitnami/kafka', 'grafana/tempo'].map((path) => ({
    text: path.replace('/', '-'),
    verifiedPath: path,
    repository: { name: path.replace('/', '-') },
  })),
  { text: 'hashicorpvault', verifiedPath: 'hashicorp/vault', repository: { name: 'hashicorpvault' } },
  // The name alone, and the publisher alone.
  ...['terraform', 'vault', 'grafana', 'prometheus', 'nginx', 'redis', 'postgres', 'kafka'].map((name) => ({
    text: name,
    verifiedPath: toKnownPath(name),
    repository: { name, description: `The official ${name} image`, tags: 'latest 1.0 stable' },
  })),
  { text: 'datadog', verifiedPath: 'datadog/agent', repository: { name: 'datadog' } },
  { text: 'bitnami', verifiedPath: 'bitnami/nginx', repository: { name: 'bitnami' } },
  { text: 'lambda', verifiedPath: 'lambda/python', repository: { name: 'lambda' } },
  { text: 'aws lambda', verifiedPath: 'lambda/python', repository: { name: 'aws-lambda' } },
  { text: 'distroless', verifiedPath: 'distroless/static', repository: { name: 'distroless' } },
  // The display name of somebody else.
  {
    text: 'hashicorp terraform',
    verifiedPath: 'hashicorp/terraform',
    repository: { name: 'terraform' },
    displayName: 'HashiCorp',
  },
  {
    text: 'grafana labs loki',
    verifiedPath: 'grafana/loki',
    repository: { name: 'loki' },
    displayName: 'Grafana Labs',
  },
  {
    text: 'hashicorp terraform',
    verifiedPath: 'hashicorp/terraform',
    repository: { name: 'tool' },
    displayName: 'HashiCorp Terraform',
  },
  // Words said over and over, and tags called like products.
  {
    text: 'redis',
    verifiedPath: 'docker/library/redis',
    repository: { name: 'cache', description: 'redis '.repeat(150) },
  },
  {
    text: 'redis redis redis',
    verifiedPath: 'docker/library/redis',
    repository: { name: 'redis-redis-redis', description: 'redis redis redis' },
  },
  {
    text: 'postgres alpine',
    verifiedPath: 'docker/library/postgres',
    repository: { name: 'postgres-alpine', tags: 'postgres alpine 16-alpine 17-alpine latest' },
  },
  {
    text: 'datadog agent',
    verifiedPath: 'datadog/agent',
    repository: { name: 'tool', tags: 'datadog agent datadog-agent 7' },
  },
  {
    text: 'bitnami kafka',
    verifiedPath: 'bitnami/kafka',
    repository: { name: 'kafka', tags: 'bitnami latest', description: 'bitnami kafka bitnami kafka' },
  },
  // A slip that somebody has put up as a name.
  { text: 'terrafrom', verifiedPath: 'hashicorp/terraform', repository: { name: 'terrafrom' } },
  {
    text: 'hashicrop terraform',
    verifiedPath: 'hashicorp/terraform',
    repository: { name: 'hashicrop/terraform' },
  },
  { text: 'grafanna', verifiedPath: 'grafana/grafana', repository: { name: 'grafanna' } },
  {
    text: 'how do i run hashicorp vault',
    verifiedPath: 'hashicorp/vault',
    repository: { name: 'hashicorp/vault' },
  },
]

/** The attacker's registry, with everything that is tried. */
export function toAttackers(): CatalogueBatch[] {
  return attempts.map(({ repository, displayName }, at) =>
    toBatch(
      {
        registryId: String(400_000_000_000 + at),
        displayName: displayName ?? null,
        verified: false,
        aliases: [`attacker${at}`],
      },
      [
        {
          name: repository.name,
          tags: (repository.tags ?? 'latest').split(' '),
          description: repository.description ?? `The official ${repository.name}`,
          pulls: 0.001,
        },
      ],
    ),
  )
}

function toKnownPath(name: string): string {
  const known: Record<string, string> = {
    terraform: 'hashicorp/terraform',
    vault: 'hashicorp/vault',
    grafana: 'grafana/grafana',
    prometheus: 'prom/prometheus',
    kafka: 'bitnami/kafka',
  }
  return known[name] ?? `docker/library/${name}`
}
