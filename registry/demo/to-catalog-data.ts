/** Turns a repository of the demo catalogue into what CreateRepository and PutRepositoryCatalogData take. */
import type { RepositoryCatalogDataInput } from '@aws-sdk/client-ecr-public'
import sharp from 'sharp'
import type { Config } from '#lib/config/config.ts'
import type { DemoRepository } from './read-demo-content.ts'

const logoSidePixels = 256

/** Where this installation is reached: `{{host}}` and `{{gallery}}` in the texts become these. */
export type Addresses = Pick<Config, 'registryHost' | 'galleryUrl'>

/** @returns undefined for a repository without catalogue data */
export async function toCatalogData(
  repository: DemoRepository,
  addresses: Addresses,
): Promise<RepositoryCatalogDataInput | undefined> {
  const { description, architectures, operatingSystems, aboutText, usageText, logoSvg } = repository
  const catalogData: RepositoryCatalogDataInput = {
    ...(description !== undefined && { description }),
    ...(architectures !== undefined && { architectures }),
    ...(operatingSystems !== undefined && { operatingSystems }),
    ...(aboutText !== undefined && { aboutText: withAddresses(aboutText, addresses) }),
    ...(usageText !== undefined && { usageText: withAddresses(usageText, addresses) }),
    ...(logoSvg !== undefined && { logoImageBlob: await toPng(logoSvg) }),
  }
  return Object.keys(catalogData).length === 0 ? undefined : catalogData
}

/** So that commands work as pasted and links lead to this gallery. */
export function withAddresses(text: string, { registryHost, galleryUrl }: Addresses): string {
  return text.replaceAll('{{host}}', registryHost).replaceAll('{{gallery}}', galleryUrl)
}

async function toPng(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).resize(logoSidePixels, logoSidePixels).png().toBuffer()
}
