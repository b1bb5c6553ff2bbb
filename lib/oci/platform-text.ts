/** Platforms as visitors read them: `linux/arm/v7`, `windows/amd64` (OCI image specification 1.1.1, "Image Index"). Pure. */
import type { Platform } from './manifest.ts'
import { toShownText } from './untrusted-text.ts'

const maxPartLength = 32

/** What stands where neither an index nor a config says what an image runs on. */
export const PLATFORM_NOT_STATED = 'not stated'

/** What stands behind the one part of a platform that is stated, for the other one. */
export const PART_NOT_STATED = {
  noSystem: ', operating system not stated',
  noArchitecture: ', architecture not stated',
} as const

/**
 * The platform in one word, as clients write it. The variant that every ARM 64 machine has is left out, as they do.
 * @example toPlatformText({ os: 'linux', architecture: 'arm', variant: 'v7' }) // 'linux/arm/v7'
 */
export function toPlatformText({
  os,
  architecture,
  variant,
}: Pick<Platform, 'os' | 'architecture' | 'variant'>): string {
  const [system, processor] = [os, architecture].map((part) => toShownText(part.trim(), maxPartLength))
  if (!system && !processor) return PLATFORM_NOT_STATED
  if (!system) return processor + PART_NOT_STATED.noSystem
  if (!processor) return system + PART_NOT_STATED.noArchitecture
  const isUsual = variant === null || variant === '' || (architecture === 'arm64' && variant === 'v8')
  return [system, processor, ...(isUsual ? [] : [toShownText(variant, maxPartLength)])].join('/')
}
