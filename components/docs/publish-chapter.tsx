import { CommandBlock } from '../site/command-block.tsx'
import { Definitions } from './definitions.tsx'
import { DocsSection } from './docs-section.tsx'

const catalogData = JSON.stringify(
  {
    description: 'One sentence that says what the image is.',
    architectures: ['x86-64', 'ARM 64'],
    operatingSystems: ['Linux'],
    aboutText: '# About\n\nWhat is inside, in Markdown.',
    usageText: '# Usage\n\nHow to run it, in Markdown.',
  },
  null,
  2,
)

const annotations = [
  ['org.opencontainers.image.licenses', 'the licence, as an SPDX expression'],
  [
    'org.opencontainers.image.source',
    'where the source is kept; relative links in your texts are read against it',
  ],
  ['org.opencontainers.image.version', 'the version'],
  [
    'org.opencontainers.image.base.name',
    'what it is built on, with host and tag; an annotation only, as labels are inherited',
  ],
] as const

/** How a publisher creates a repository. `endpointUrl` is null where the real service answers. */
export function PublishChapter({
  endpointUrl,
  registryHost,
}: {
  endpointUrl: string | null
  /** As it stands in image references. */
  registryHost: string
}) {
  const endpoint = endpointUrl === null ? '' : ` --endpoint-url ${endpointUrl} \\\n   `
  const create = `aws ecr-public create-repository${endpoint} --region us-east-1 \\
    --repository-name my-app \\
    --catalog-data file://catalog-data.json`
  const change = `aws ecr-public put-repository-catalog-data${endpoint} --region us-east-1 \\
    --repository-name my-app \\
    --catalog-data file://catalog-data.json`
  const push = `aws ecr-public get-login-password${endpoint} --region us-east-1 \\
    | docker login --username AWS --password-stdin ${registryHost}
docker push ${registryHost}/ALIAS/my-app:1.0`
  return (
    <>
      <DocsSection id="create" title="Create a repository">
        <p>
          Publishers use the AWS CLI, an AWS SDK or Terraform, with the ECR Public API. Write what visitors
          should read into a file, here <code>catalog-data.json</code>:
        </p>
        <CommandBlock text={catalogData} label="catalog data" />
        <p>Then create the repository. Within two seconds the gallery shows it.</p>
        <CommandBlock text={create} label="the command that creates a repository" />
        <p>
          You need an access key.{' '}
          {endpointUrl === null
            ? 'Use one of your AWS account.'
            : 'The people who run this gallery give out accounts and keys.'}
        </p>
      </DocsSection>
      <DocsSection id="push" title="Push an image">
        <p>
          Push with any client, after logging in with a password that is good for twelve hours. The answer of
          the command above has your alias in its <code>repositoryUri</code>.
        </p>
        <CommandBlock text={push} label="the commands that push an image" />
      </DocsSection>
      <DocsSection id="page" title="What the page shows">
        <p>
          Architectures and operating systems become badges and filters, in any usual spelling:{' '}
          <code>ARM 64</code>, <code>arm64</code>, <code>RISC-V 64</code>. What your newest image really runs
          on is read from it and shown beside them. A logo is given as <code>logoImageBlob</code>: a PNG or
          JPEG in base64, with sides of 60 to 2,048 pixels and at most 512,000 bytes.
        </p>
        <p>
          The tag that is offered first is the one that the repository&rsquo;s resource tag{' '}
          <code>public-gallery:default-tag</code> names, set with <code>tag-resource</code>. Without it, it is{' '}
          <code>latest</code>, then the highest release, then what was pushed last.
        </p>
        <p>
          The resource tags <code>public-gallery:deprecated</code> (<code>true</code> or a day),{' '}
          <code>public-gallery:end-of-life</code> (a day such as <code>2027-01-31</code>) and{' '}
          <code>public-gallery:successor</code> (<code>ALIAS/NAME</code>) say that it should not be used any
          more; one image ends by an artifact of the type{' '}
          <code className="wrap-anywhere">application/vnd.microsoft.artifact.lifecycle</code> that refers to
          it.
        </p>
        <p>These annotations or labels of an image are shown, too:</p>
        <Definitions rows={annotations} />
      </DocsSection>
      <DocsSection id="change" title="Change it">
        <p>Later changes are made with the whole catalogue data again:</p>
        <CommandBlock text={change} label="the command that changes the catalogue data" />
      </DocsSection>
    </>
  )
}
