/** What the anonymous API answers, as far as it is used; independent programs that call it agree on these members. */
import { z } from 'zod'

const text = z.string().nullish()
const texts = z.array(z.string()).nullish()

const listed = z.object({
  repositoryName: z.string(),
  primaryRegistryAliasName: z.string(),
  displayName: text,
  logoUrl: text,
  repositoryDescription: text,
  operatingSystems: texts,
  architectures: texts,
  registryVerified: z.boolean().nullish(),
  downloadCount: z.number().nullish(),
})

export type ListedRepository = z.infer<typeof listed>

export const searchAnswer = z.object({
  repositoryCatalogSearchResultList: z.array(listed),
  totalResults: z.number().int().min(0),
  nextToken: text,
})

export const tagsAnswer = z.object({
  imageTagDetails: z.array(
    z.object({
      imageTag: z.string(),
      createdAt: text,
      imageDetail: z.object({
        imageDigest: z.string(),
        imageSizeInBytes: z.number().nullish(),
        imagePushedAt: text,
        imageManifestMediaType: text,
        artifactMediaType: text,
      }),
    }),
  ),
  nextToken: text,
})

export const repositoryAnswer = z.object({
  catalogData: z.object({
    description: text,
    shortDescription: text,
    aboutText: text,
    usageText: text,
    operatingSystems: texts,
    architectures: texts,
    logoUrl: text,
  }),
})
