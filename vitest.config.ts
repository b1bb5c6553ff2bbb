import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Two cores are two files at once; by itself it would leave one of them idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{lib,messages,registry,components,app,scripts,bench,e2e,testing}/**/*.test.{ts,tsx}',
            '*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/*.protocol.test.ts', 'registry/store/postgres/**'],
          // Generous, because a busy machine is no failure; nothing here waits on purpose.
          testTimeout: 30_000,
        },
      },
      {
        // What the verbs of the store promise, and what is built on that most closely, once more on PostgreSQL.
        test: {
          name: 'postgres',
          include: [
            'registry/store/{sql,postgres}/**/*.test.ts',
            'registry/apis/ecr-public/operations/{create-repository,describe-images,put-image,set-repository-policy,tag-resource,upload-layer}.test.ts',
            'registry/domain/{aliases/aliases,audit/audit-log,audit/verify-audit-log,identities/identities,images/accept-image,limits/rate-limits}.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          globalSetup: ['testing/registry/store/serve-postgres.ts'],
          setupFiles: ['testing/registry/store/use-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'protocol',
          include: ['**/*.protocol.test.ts'],
          exclude: ['**/node_modules/**', '.next/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each starts programs of its own, which wait for each other more than they work.
          maxWorkers: 2,
        },
      },
      {
        // What clients of the two protocols rely on, once more on two registries with PostgreSQL and S3 behind nginx.
        test: {
          name: 'cluster',
          include: [
            'registry/apis/{distribution,ecr-public}/*.protocol.test.ts',
            'registry/domain/{limits/limits,upstreams/pull-through}.protocol.test.ts',
            'e2e/{aliases,attached-contents,aws-cli,lookup-events,newer-clients,oidc,policies,proof,pull-command,registry-clients,sources}.protocol.test.ts',
            'lib/{runtime/replicas,runtime/sync,sources/oci/create-oci-reader}.protocol.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          globalSetup: ['testing/registry/store/serve-postgres.ts', 'testing/registry/store/serve-s3.ts'],
          setupFiles: ['testing/registry/store/use-cluster.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
