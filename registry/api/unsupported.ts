/** The answer of operations whose work needs the image store, which this registry doesn't have yet. */
import { EcrError } from './ecr-error.ts'

/** @throws {EcrError} UnsupportedCommandException, always */
export async function refuseImageData(): Promise<never> {
  throw new EcrError(
    'UnsupportedCommandException',
    'This registry does not store image data yet: images cannot be pushed, and there are none to delete. Repositories, their catalog data, policies and tags work.',
  )
}
