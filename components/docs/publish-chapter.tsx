import { useTexts } from '#components/language/use-texts.ts'
import { CommandBlock } from '../site/command-block.tsx'
import { Definitions } from './definitions.tsx'
import { docsElements } from './docs-elements.tsx'
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
  ['org.opencontainers.image.licenses', 'licenses'],
  ['org.opencontainers.image.source', 'source'],
  ['org.opencontainers.image.version', 'version'],
  ['org.opencontainers.image.base.name', 'base'],
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
  const texts = useTexts('docs')
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
      <DocsSection id="create">
        <p>{texts.rich('publish.file', docsElements)}</p>
        <CommandBlock text={catalogData} label={texts('publish.fileLabel')} />
        <p>{texts('publish.create')}</p>
        <CommandBlock text={create} label={texts('publish.createLabel')} />
        <p>{texts(endpointUrl === null ? 'publish.awsKey' : 'publish.key')}</p>
      </DocsSection>
      <DocsSection id="push">
        <p>{texts.rich('publish.push', docsElements)}</p>
        <CommandBlock text={push} label={texts('publish.pushLabel')} />
      </DocsSection>
      <DocsSection id="page">
        <p>{texts.rich('publish.platforms', docsElements)}</p>
        <p>{texts.rich('publish.offered', docsElements)}</p>
        <p>
          {texts.rich('publish.ending', {
            ...docsElements,
            long: (words) => (
              <code key="long" className="wrap-anywhere">
                {words}
              </code>
            ),
          })}
        </p>
        <p>{texts('publish.annotated')}</p>
        <Definitions rows={annotations.map(([name, key]) => [name, texts(`publish.annotations.${key}`)])} />
      </DocsSection>
      <DocsSection id="change">
        <p>{texts('publish.change')}</p>
        <CommandBlock text={change} label={texts('publish.changeLabel')} />
      </DocsSection>
    </>
  )
}
