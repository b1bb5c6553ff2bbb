/** How long a change takes until everybody sees it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ECRPUBLICClient, PutRepositoryCatalogDataCommand } from '@aws-sdk/client-ecr-public'

/** Describes the repository anew. @returns the milliseconds from the answer until the pages of all galleries have it */
export async function measureOnPages(
  publisher: ECRPUBLICClient,
  ports: readonly number[],
  name: string,
  description: string,
): Promise<number> {
  const repositoryName = name.slice(name.indexOf('/') + 1)
  await publisher.send(new PutRepositoryCatalogDataCommand({ repositoryName, catalogData: { description } }))
  const times = await Promise.all(
    ports.map((port) =>
      measureUntil(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/${name}`)
        return (await response.text()).includes(description)
      }),
    ),
  )
  return Math.max(...times)
}

/** @returns the milliseconds until the answer is yes */
export async function measureUntil(isSeen: () => Promise<boolean>): Promise<number> {
  const from = performance.now()
  while (!(await isSeen())) {
    if (performance.now() - from > 300_000) throw new Error('A change is not seen.')
    await sleep(2)
  }
  return performance.now() - from
}
