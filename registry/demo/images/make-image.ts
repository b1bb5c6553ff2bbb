/**
 * Makes an image for one platform (OCI image specification 1.1.1, "Image Manifest" and "Image Configuration"): the
 * layers of what it is built on, or a base layer that all others for the platform share, and a layer with the program,
 * its licence and its read-me, which is a script and so the same for all platforms. The layers hold a few small files,
 * so that a catalogue full of images stays small; everything about them is as in an image of any size.
 */
import { gzipSync } from 'node:zlib'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { DemoRuntime } from './demo-images.ts'
import { type DemoBlob, type DemoManifest, toBlob, toDescriptor, toManifest } from './demo-push.ts'
import { makeTar, type TarFile } from './make-tar.ts'
import type { DemoPlatform } from './parse-platform.ts'

const configMediaType = 'application/vnd.oci.image.config.v1+json'
const layerMediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'

export interface ImageContent {
  /** The last part of the repository's name. */
  program: string
  version: string
  description: string
  runtime: DemoRuntime
  labels: Record<string, string>
  /** Stands in the manifest as well as in the labels. */
  annotations: Record<string, string>
  /** It is the base of others and has no program. */
  isBase: boolean
}

/** What an image is built on, and that in turn. */
export interface DemoBase {
  content: ImageContent
  base: DemoBase | null
}

interface Layer {
  blob: DemoBlob
  /** Of the archive before it was compressed. */
  diffId: string
  createdBy: string
  comment?: string
}

/**
 * The image's blobs and its manifest.
 * @param base whose layers it has below its own; null for one that has those of no other image
 */
export function makeImage(
  content: ImageContent,
  platform: DemoPlatform,
  base: DemoBase | null = null,
): { blobs: DemoBlob[]; manifest: DemoManifest } {
  const layers =
    platform.os === 'windows' ? makeWindowsLayers(content) : makeLinuxLayers(content, platform, base)
  const config = toBlob(JSON.stringify(makeConfig(content, platform, layers)))
  const manifest = toManifest({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: toDescriptor(configMediaType, config),
    layers: layers.map(({ blob }) => toDescriptor(layerMediaType, blob)),
    annotations: content.annotations,
  })
  return { blobs: [...layers.map(({ blob }) => blob), config], manifest }
}

function makeConfig(
  { program, runtime, labels, isBase }: ImageContent,
  platform: DemoPlatform,
  layers: Layer[],
) {
  const { os, architecture, variant, osVersion } = platform
  const isWindows = os === 'windows'
  const environment = {
    PATH: isWindows ? 'C:\\Windows\\System32;C:\\Windows' : '/usr/local/bin:/usr/bin:/bin',
    ...runtime.environment,
  }
  const ownProgram = isWindows ? `C:\\app\\${program}.exe` : `/usr/local/bin/${program}`
  const entrypoint = runtime.entrypoint ?? (isBase ? [] : [ownProgram])
  const { user, workingDirectory, command, ports, volumes, stopSignal } = runtime
  const settings = [
    ...ports.map((port) => `EXPOSE ${port}`),
    ...(user === undefined ? [] : [`USER ${user}`]),
    ...(entrypoint.length > 0 ? [`ENTRYPOINT ${JSON.stringify(entrypoint)}`] : []),
  ]
  return {
    architecture,
    ...(variant && { variant }),
    os,
    ...(osVersion && { 'os.version': osVersion }),
    config: {
      ...(user !== undefined && { User: user }),
      ...(ports.length > 0 && { ExposedPorts: toSet(ports) }),
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ...(entrypoint.length > 0 && { Entrypoint: entrypoint }),
      ...(command && { Cmd: command }),
      ...(volumes.length > 0 && { Volumes: toSet(volumes) }),
      ...(workingDirectory !== undefined && { WorkingDir: workingDirectory }),
      Labels: labels,
      ...(stopSignal !== undefined && { StopSignal: stopSignal }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...layers.map(({ createdBy, comment }) => ({ created_by: createdBy, ...(comment && { comment }) })),
      ...settings.map((instruction) => ({ created_by: instruction, empty_layer: true })),
    ],
  }
}

function makeLinuxLayers(content: ImageContent, platform: DemoPlatform, base: DemoBase | null): Layer[] {
  const { program, version, runtime, isBase } = content
  if (isBase) return [makeBaseLayer(platform, version, [])]
  const below =
    base === null
      ? [makeBaseLayer(platform, '3', shellFiles)]
      : makeLinuxLayers(base.content, platform, base.base)
  const script = `#!/bin/sh\necho '${program} ${version}'\n`
  const application: TarFile[] = [
    { path: `usr/local/bin/${program}`, content: script, mode: 0o755 },
    ...listDocuments(content, `usr/share/doc/${program}/`),
  ]
  const settings = Object.entries(runtime.environment).map(([name, value]) => `${name}=${value}\n`)
  return [
    ...below,
    makeLayer(application, `COPY ${program} /usr/local/bin/${program}`),
    ...(settings.length > 0
      ? [
          makeLayer(
            [{ path: `etc/${program}/defaults`, content: settings.join('') }],
            `COPY defaults /etc/${program}/defaults`,
          ),
        ]
      : []),
  ]
}

/** What images have that are built on no other one; a base is without a shell, as it is meant to run one program. */
const shellFiles: TarFile[] = [
  { path: 'bin/sh', content: 'A shell would be here.\n', mode: 0o755 },
  { path: 'usr/bin/apt', content: 'A package manager would be here.\n', mode: 0o755 },
]

function makeBaseLayer(
  { architecture, variant }: DemoPlatform,
  version: string,
  files: readonly TarFile[],
): Layer {
  const base: TarFile[] = [
    { path: 'etc/group', content: 'root:x:0:\nnobody:x:65534:\n' },
    {
      path: 'etc/os-release',
      content: `NAME="Demo base"\nPRETTY_NAME="Demo base ${version}"\nID=demo-base\nVERSION_ID=${version}\n`,
    },
    {
      path: 'etc/passwd',
      content: 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
    },
    { path: 'usr/lib/machine', content: `${architecture}${variant ?? ''}\n` },
    ...files,
  ]
  return makeLayer(base, `ADD demo-base-${version}.tar.gz /`, 'the base of the demo images')
}

/** A layer of Windows has the files below `Files/` and the registry below `Hives/`. */
function makeWindowsLayers(content: ImageContent): Layer[] {
  const { program, version } = content
  const base: TarFile[] = [
    {
      path: 'Files/License.txt',
      content: 'A base layer of the demo catalogue. There is no Windows in it.\n',
    },
    { path: 'Hives/Software_Delta', content: '' },
  ]
  const application: TarFile[] = [
    { path: `Files/app/${program}.cmd`, content: `@echo ${program} ${version}\r\n` },
    ...listDocuments(content, 'Files/app/doc/'),
  ]
  return [
    makeLayer(base, 'Apply image demo-base-windows', 'the base of the demo images'),
    makeLayer(application, `cmd /S /C COPY ${program}.cmd C:\\app\\`),
  ]
}

function listDocuments({ program, version, description }: ImageContent, folder: string): TarFile[] {
  return [
    { path: `${folder}LICENSE`, content: 'Part of the demo catalogue. Do with it what you like.\n' },
    { path: `${folder}README.md`, content: `# ${program} ${version}\n\n${description}\n` },
  ]
}

function makeLayer(files: readonly TarFile[], createdBy: string, comment?: string): Layer {
  const tar = makeTar(files)
  const layer = { blob: toBlob(gzipSync(tar)), diffId: toDigest('sha256', tar), createdBy }
  return comment === undefined ? layer : { ...layer, comment }
}

function toSet(names: readonly string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]))
}
