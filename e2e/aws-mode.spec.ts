/**
 * AWS mode: the same gallery, which knows the API only by ECR_PUBLIC_ENDPOINT and by credentials in its environment,
 * as it would know the real service.
 */
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr-public'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import { servers } from '#testing/servers.ts'

test.use({ server: servers.aws, baseURL: servers.aws.galleryUrl })

test('shows and finds what an account publishes', async ({ page, admin, request, say }) => {
  const repositoryName = toUniqueName('team/service')
  const { repository } = await admin.send(
    new CreateRepositoryCommand({
      repositoryName,
      catalogData: {
        description: 'Reached by endpoint and credentials alone.',
        aboutText: 'It works as on the **real** service.',
        architectures: ['ARM 64', 'x86-64'],
        operatingSystems: ['Linux'],
      },
    }),
  )
  const path = `/${repository?.repositoryUri?.split('/').slice(1).join('/')}`
  await expect.poll(async () => (await request.get(path)).status(), { timeout: 10_000 }).toBe(200)

  await page.goto(`/search?searchTerm=${repositoryName.split('/')[1]}&architectures=ARM+64`)
  await page.getByRole('link', { name: path.slice(1) }).click()
  await expect(page.getByText('Reached by endpoint and credentials alone.')).toBeVisible()
  await expect(page.getByText('It works as on the real service.')).toBeVisible()
  // Nothing is pushed, so there is no command yet.
  await expect(
    page.getByText(say('repositoryTools.nothingPushed', { uri: () => repository?.repositoryUri ?? '' })),
  ).toBeVisible()
})
