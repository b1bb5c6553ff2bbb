/**
 * The lines of files that make a program pull an image: a Dockerfile's `FROM`, a Compose service (Compose
 * specification), a Pod (Kubernetes API v1) and a job of a GitHub Actions workflow. The YAML forms are whole: each can be
 * a file by itself, or the part of a larger one.
 */
import type { PullFile } from './pull-client.ts'
import { type PullPlatform, type PullReference, toPlatformWord, toReferenceText } from './pull-reference.ts'
import { toDnsLabel, toFileWord, toYamlWord } from './quote-word.ts'

/**
 * The text for `file` that names an image.
 * @param platform only the image for this one
 */
export function toPullFileText(
  file: PullFile,
  reference: PullReference,
  platform: PullPlatform | null,
): string {
  const text = toReferenceText(reference)
  const name = toYamlWord(toDnsLabel(reference.name))
  switch (file) {
    case 'dockerfile': {
      const flag = platform === null ? '' : `--platform=${toFileWord(toPlatformWord(platform))} `
      return `FROM ${flag}${toFileWord(text)}`
    }
    case 'compose':
      return toLines(
        'services:',
        `  ${name}:`,
        `    image: ${toYamlWord(text)}`,
        ...(platform === null ? [] : [`    platform: ${toYamlWord(toPlatformWord(platform))}`]),
      )
    case 'kubernetes':
      return toLines(
        'apiVersion: v1',
        'kind: Pod',
        'metadata:',
        `  name: ${name}`,
        'spec:',
        '  containers:',
        `    - name: ${name}`,
        `      image: ${toYamlWord(text)}`,
        ...(platform === null ? [] : toNodeSelector(platform)),
      )
    case 'github-actions':
      return toJob(name, text, platform)
  }
}

/** The labels that every node has; a node takes the variant that suits it by itself. */
function toNodeSelector({ os, architecture }: PullPlatform): string[] {
  return [
    '  nodeSelector:',
    `    kubernetes.io/os: ${toYamlWord(os)}`,
    `    kubernetes.io/arch: ${toYamlWord(architecture)}`,
  ]
}

/** GitHub's own runners that run containers, by the platform of these. */
const runners = new Map([
  ['linux/amd64', 'ubuntu-latest'],
  ['linux/arm64', 'ubuntu-24.04-arm'],
])

/** A job in a container runs on the platform of its runner; an image for any other platform can only be pulled. */
function toJob(name: string, text: string, platform: PullPlatform | null): string {
  const word = platform === null ? 'linux/amd64' : toPlatformWord(platform)
  const runner = runners.get(word)
  if (runner !== undefined) {
    return toLines(
      'jobs:',
      `  ${name}:`,
      `    runs-on: ${runner}`,
      '    container:',
      `      image: ${toYamlWord(text)}`,
      '    steps:',
      '      - run: uname -a',
    )
  }
  return toLines(
    'jobs:',
    `  ${name}:`,
    `    runs-on: ${platform?.os === 'windows' ? 'windows-latest' : 'ubuntu-latest'}`,
    '    steps:',
    `      - run: docker pull --platform ${toFileWord(word)} ${toFileWord(text)}`,
  )
}

function toLines(...lines: string[]): string {
  return lines.join('\n')
}
