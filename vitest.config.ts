import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{lib,registry,components,app,scripts,bench,e2e}/**/*.test.{ts,tsx}', '*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.protocol.test.ts'],
          // Generous, because a busy machine is no failure; nothing here waits on purpose.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'protocol',
          include: ['**/*.protocol.test.ts'],
          exclude: ['**/node_modules/**', '.next/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
