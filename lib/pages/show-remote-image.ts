/** An image in a publisher's text: the address under which this gallery shows it. */
import { toSignedAddress } from '#lib/remote-images/sign-address.ts'
import { getRemoteImages } from '#lib/runtime/remote-images-instance.ts'

/** Null where no images of other hosts are shown. */
export function toShownImage(url: string): string | null {
  const remote = getRemoteImages()
  return remote === null ? null : toSignedAddress(url, remote.secret)
}
