/** Guards what the panel offers before a visitor has chosen anything, as the server renders it. */
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { PullCommand, type PulledImage } from './pull-command.tsx'

const digest = `sha256:${'ab'.repeat(32)}`
const toPlatform = (os: string, architecture: string, variant: string | null = null) => ({
  os,
  architecture,
  variant,
  digest,
})
const image: PulledImage = { tag: '1.2', digest, artifactMediaType: null }
const render = (images: PulledImage[]) =>
  renderToStaticMarkup(<PullCommand name="registry.example/acme/app" images={images} plainHttp={false} />)
const listOptions = (html: string) => [...html.matchAll(/<option[^>]*>([^<]*)/g)].map(([, text]) => text)
const readCommand = (html: string) =>
  /data-pull-command[^>]*>(.*?)<\/code>/.exec(html)?.[1]?.replace(/<[^>]*>/g, '')

describe('the platform', () => {
  test('can be chosen only where it is known, and is any until then', () => {
    expect(render([image])).not.toContain('Platform')
    expect(render([{ ...image, platforms: [] }])).not.toContain('Platform')
    const html = render([
      { ...image, platforms: [toPlatform('linux', 'amd64'), toPlatform('linux', 'arm', 'v7')] },
    ])
    expect(html).toContain('Platform')
    expect(listOptions(html)).toEqual(expect.arrayContaining(['any', 'linux/amd64', 'linux/arm/v7']))
    expect(readCommand(html)).toBe('docker pull registry.example/acme/app:1.2')
  })

  test('is named once, and attestations are none', () => {
    const platforms = [
      toPlatform('windows', 'amd64'),
      toPlatform('windows', 'amd64'),
      toPlatform('unknown', 'unknown'),
    ]
    const options = listOptions(render([{ ...image, platforms }]))
    expect(options.filter((option) => option === 'windows/amd64')).toHaveLength(1)
    expect(options).not.toContain('unknown/unknown')
  })
})

test('a chart is for Helm, whose version has the `+` of which a tag makes `_`', () => {
  const html = render([
    { tag: '2.0.0_build.1', digest, artifactMediaType: 'application/vnd.cncf.helm.config.v1+json' },
  ])
  expect(readCommand(html)).toBe('helm pull oci://registry.example/acme/app --version 2.0.0+build.1')
  expect(listOptions(html)).not.toContain('docker')
  expect(html).toContain('Name the image')
})

test('a chart whose tag is no version is named by its digest, without another choice', () => {
  const html = render([
    { tag: 'latest', digest, artifactMediaType: 'application/vnd.cncf.helm.config.v1+json' },
  ])
  expect(readCommand(html)).toBe(`helm pull oci://registry.example/acme/app@${digest}`)
  expect(html).not.toContain('Name the image')
})

test('before an image has been pushed the command is that of the first one', () => {
  const html = render([])
  expect(readCommand(html)).toBe('docker pull registry.example/acme/app:latest')
  expect(html).not.toContain('Name the image')
})
