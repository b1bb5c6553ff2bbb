/** Makes Helm charts as Helm itself pushes them (Helm, "Use OCI-based registries"). */
import { gzipSync } from 'node:zlib'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import type { DemoCharts } from './demo-images.ts'
import { type DemoPush, toBlob, toDescriptor, toManifest } from './demo-push.ts'
import { toAnnotations } from './make-release.ts'
import { makeTar } from './make-tar.ts'

const configMediaType = 'application/vnd.cncf.helm.config.v1+json'
const contentMediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'

/**
 * One version of the chart.
 * @param name the last part of the repository's name, as Helm demands
 */
export function makeChart(
  { image, port }: DemoCharts,
  { version, appVersion }: DemoCharts['releases'][number],
  origin: {
    name: string
    description: string
    host: string
    licence?: string | undefined
    source?: string | undefined
  },
): DemoPush {
  const { name, description, host } = origin
  const facts = { apiVersion: 'v2', name, description, type: 'application', version, appVersion }
  const archive = makeTar([
    { path: `${name}/Chart.yaml`, content: toYaml(facts) },
    {
      path: `${name}/values.yaml`,
      content: toYaml({ image: `${host}/${image}`, replicas: '1', port: `${port}` }),
    },
    { path: `${name}/templates/deployment.yaml`, content: makeDeployment() },
  ])
  const config = toBlob(JSON.stringify(facts))
  const chart = toBlob(gzipSync(archive))
  return {
    blobs: [config, chart],
    manifests: [
      toManifest(
        {
          schemaVersion: 2,
          mediaType: OCI_IMAGE,
          config: toDescriptor(configMediaType, config),
          layers: [toDescriptor(contentMediaType, chart)],
          annotations: {
            'org.opencontainers.image.title': name,
            ...toAnnotations(version, origin),
            'org.opencontainers.image.description': description,
          },
        },
        [version],
      ),
    ],
  }
}

/** JSON strings are YAML, too. */
function toYaml(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')
}

function makeDeployment(): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas | int }}
  selector:
    matchLabels: { app: {{ .Release.Name | quote }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name | quote }} }
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:{{ .Chart.AppVersion }}"
          ports:
            - containerPort: {{ .Values.port | int }}
`
}
