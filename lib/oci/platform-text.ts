/** Platforms in one word, as clients write and take them: `linux/arm/v7` (OCI image specification 1.1.1, "Image Index"). */
import type { Platform } from './manifest.ts'
import { toShownText } from './untrusted-text.ts'

const maxPartLength = 64

/**
 * The platform in one word. The variant that every ARM 64 machine has is left out, as clients do.
 * @example toPlatformText({ os: 'linux', architecture: 'arm', variant: 'v7' }) // 'linux/arm/v7'
 */
export function toPlatformText({
  os,
  architecture,
  variant,
}: Pick<Platform, 'os' | 'architecture' | 'variant'>): string {
  const isUsual = architecture === 'arm64' && variant === 'v8'
  return [os, architecture, ...(variant === null || isUsual ? [] : [variant])]
    .map((part) => toShownText(part, maxPartLength))
    .join('/')
}
