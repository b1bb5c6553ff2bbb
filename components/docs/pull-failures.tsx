import type { ReactNode } from 'react'

/**
 * What clients say when a pull fails, what that means, and what helps. The messages are those of docker, containerd and
 * podman, shortened to what a visitor will recognise.
 */

const failures: readonly { says: string; means: string; helps: ReactNode }[] = [
  {
    says: 'no matching manifest for linux/arm64',
    means: 'There is no image for your machine under this tag.',
    helps: (
      <>
        Look at “Runs on” for what there is, and at other tags.{' '}
        <code>docker pull --platform linux/amd64</code> takes another one; running it then needs emulation,
        and is slow.
      </>
    ),
  },
  {
    says: 'exec format error',
    means: 'The pull worked, but the program is for another kind of processor.',
    helps: (
      <>
        Pull again with <code>--platform</code>, or choose the platform on the page and copy its command.
      </>
    ),
  },
  {
    says: 'server gave HTTP response to HTTPS client',
    means: 'This registry speaks plain HTTP, and your client insists on HTTPS.',
    helps: (
      <>
        Copy the command from the page: for a registry on this machine it has the option that your client
        needs (podman <code>--tls-verify=false</code>, skopeo <code>--src-tls-verify=false</code> …). docker
        takes plain HTTP from <code>localhost</code> only; for another host, list it under{' '}
        <code>insecure-registries</code> in <code>daemon.json</code>, or ask for HTTPS.
      </>
    ),
  },
  {
    says: 'toomanyrequests, 429',
    means: 'You, or others behind the same address, have pulled more than is allowed for a while.',
    helps: (
      <>
        Wait as long as the answer’s <code>Retry-After</code> says. With a login more is allowed, and a mirror
        of your own needs to pull once only.
      </>
    ),
  },
  {
    says: 'manifest unknown, not found',
    means: 'No image has this tag or digest any more; or the repository has none at all.',
    helps: 'Copy a tag from the Tags tab. A digest, once it is gone, does not come back.',
  },
  {
    says: 'unsupported media type, invalid rootfs',
    means: 'It is not an image but a chart, a model, a signature.',
    helps: (
      <>
        The page says what it is, and its command names a program that can take it: <code>helm</code>,{' '}
        <code>oras</code>.
      </>
    ),
  },
  {
    says: 'denied, authorization token has expired',
    means: 'Your client sends a login that is no longer good. Pulling needs none.',
    helps: (
      <>
        Log out with <code>docker logout</code> and the registry’s host, then pull again.
      </>
    ),
  },
  {
    says: 'connection refused, no such host, x509',
    means: 'Your machine does not reach the registry, or does not trust its certificate.',
    helps: (
      <>
        Try the registry’s <code>/v2/</code> in a browser on the same machine. The page /status says whether
        it answers us.
      </>
    ),
  },
]

export function PullFailures() {
  return (
    <dl className="divide-y divide-rule border-y border-rule text-sm">
      {failures.map(({ says, means, helps }) => (
        <div key={says} className="grid gap-x-6 py-3 sm:grid-cols-[15rem_1fr]">
          <dt className="wrap-anywhere">
            <code>{says}</code>
          </dt>
          <dd>
            <p className="text-ink">{means}</p>
            <p className="mt-1 [&_code]:whitespace-nowrap">{helps}</p>
          </dd>
        </div>
      ))}
    </dl>
  )
}
