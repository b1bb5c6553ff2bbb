/**
 * The form of `images.json`, which says what is pushed into a repository of the demo catalogue. A release is written as
 * its tags, separated by spaces, or as an object that says what else differs: `"1.4.0 1.4 1 latest"`. Releases come in the
 * order in which they are pushed, so the last one is the newest.
 */
import { z } from 'zod'

/** `linux/arm/v7`; Windows has its version too: `windows/amd64:10.0.20348.2966`. */
const platform = z.string().regex(/^[a-z]+\/[a-z0-9]+(?:\/v\d)?(?::[\d.]+)?$/)

const tags = z
  .string()
  .regex(/^[\w.-]+(?: [\w.-]+)*$/)
  .transform((text) => text.split(' '))

const severity = z.enum(['critical', 'high', 'medium', 'low'])

/** A package URL and a licence expression, separated by a space. */
const packageLine = z.string().regex(/^pkg:[^\s@]+@[^\s@]+ \S.*$/)

const finding = z.strictObject({
  id: z.string(),
  severity,
  package: z.string(),
  fixed: z.string().optional(),
})

/** What is attached to a release about what is in it. */
const contents = z.strictObject({
  packages: z.array(packageLine).min(1),
  /** The report of a scanner, in the form of Trivy's or Grype's. */
  scan: z
    .strictObject({
      form: z.enum(['trivy', 'grype']),
      /** As the demo catalogue was made. */
      daysAgo: z.number().int().min(0),
      found: z.array(finding),
    })
    .optional(),
  /** What the publisher says of what was found, in OpenVEX. */
  vex: z
    .array(
      z.strictObject({
        id: z.string(),
        status: z.enum(['not_affected', 'under_investigation']),
        justification: z.string().optional(),
        impact: z.string().optional(),
      }),
    )
    .optional(),
})

/** The same, said by what differs from another release: see resolve-contents.ts. */
const contentsLike = z.strictObject({
  /** Its first tag. */
  like: z.string(),
  /** `NAME@VERSION` of packages that both have. */
  versions: z.array(z.string().regex(/^[^\s@]+@[^\s@]+$/)).default([]),
  /** Names of packages that only the other has. */
  without: z.array(z.string()).default([]),
  /** Packages that only this one has. */
  also: z.array(packageLine).default([]),
  /** What was found only in this one. */
  found: z.array(finding).default([]),
  /** Ids of what was found only in the other. */
  fixed: z.array(z.string()).default([]),
})

const releaseObject = z.strictObject({
  tags,
  /** Instead of those of the repository. */
  platforms: z.array(platform).min(1).optional(),
  /** A signature and a bill of materials are pushed with it, which refer to it. */
  signed: z.boolean().default(false),
  contents: z.union([contentsLike, contents]).optional(),
})

const release = z.union([
  tags.transform((list) => releaseObject.parse({ tags: list.join(' ') })),
  releaseObject,
])

const runtime = z.strictObject({
  entrypoint: z.array(z.string()).min(1).optional(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  workingDirectory: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  /** Such as `8080/tcp`. */
  ports: z.array(z.string().regex(/^\d{1,5}\/(?:tcp|udp)$/)).default([]),
  volumes: z.array(z.string()).default([]),
  stopSignal: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
})

const containerImages = z.strictObject({
  kind: z.literal('image').default('image'),
  platforms: z.array(platform).min(1),
  /** The image that these are built on, as `ALIAS/REPOSITORY:TAG`; they share its layer. */
  base: z.string().optional(),
  /** False for one that says nothing of its base, as many builders do; its layers tell it all the same. */
  statesBase: z.boolean().default(true),
  /** True for that image itself, which has nothing but the base. */
  isBase: z.boolean().default(false),
  runtime: runtime.prefault({}),
  releases: z.array(release).min(1),
})

const charts = z.strictObject({
  kind: z.literal('chart'),
  /** The image that the chart deploys, as `ALIAS/REPOSITORY`. */
  image: z.string(),
  port: z.number().int().min(1).max(65_535),
  /** Each version is the tag, too; as Helm has it. */
  releases: z.array(z.strictObject({ version: z.string(), appVersion: z.string() })).min(1),
})

/** What is neither an image nor a chart: a few files under a media type of their own. */
const artifacts = z.strictObject({
  kind: z.literal('artifact'),
  artifactType: z.string(),
  configMediaType: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  layerMediaType: z.string(),
  fileName: z.string(),
  /** `{{version}}` becomes the release's. */
  content: z.string(),
  releases: z.array(tags).min(1),
})

export const imagesFile = z.union([charts, artifacts, containerImages])

export type DemoImages = z.infer<typeof imagesFile>
export type DemoCharts = z.infer<typeof charts>
export type DemoArtifacts = z.infer<typeof artifacts>
export type DemoContainerImages = z.infer<typeof containerImages>
export type DemoRelease = z.infer<typeof releaseObject>
export type DemoContents = z.infer<typeof contents>
export type DemoRuntime = z.infer<typeof runtime>
