/** For a page that is worth showing once, but not for the hour that pages of its kind are kept. */
import { unstable_cache } from 'next/cache'

const seconds = 5

/** The page that is being rendered is made again after a few seconds: it is kept no longer than the shortest of its parts. */
export async function shortenCacheLife(): Promise<void> {
  await unstable_cache(async () => true, ['passing'], { revalidate: seconds })()
}
