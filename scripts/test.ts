/**
 * `npm test`: every check and test of this repository, one after the other, with one closing line of real counts.
 * A step that fails prints its whole output; the others only say that they passed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { findBuildReason, nextModule } from './build-gallery.ts'
import { buildIfStale } from './build-if-stale.ts'
import { installCephTools } from './ceph-tools.ts'
import { installDebianPrograms } from './debian-programs.ts'
import { findLoggedSecrets } from './find-logged-secrets.ts'
import { installJapaneseFont } from './japanese-font.ts'
import { installNewerTools } from './newer-debian-tools.ts'
import { projectRoot } from './project-root.ts'
import { readFlags } from './read-flags.ts'
import { installAwsCli, installRegistryClients, requireChromium } from './require-test-tools.ts'
import { type Program, startProgram } from './start-program.ts'
import { type Counts, countCheck, countPlaywright, countVitest, toClosingLine } from './test-counts.ts'

interface Step {
  name: string
  run: () => Promise<Counts>
}

readFlags({
  usage: 'npm test; for one of them, npx vitest run --project unit PATH or npx playwright test PATH',
  flags: z.object({}),
})
const startedAt = performance.now()
const reports = mkdtempSync(join(tmpdir(), 'public-gallery-test-'))
const evidence = mkdtempSync(join(tmpdir(), 'public-gallery-evidence-'))
let running: Program | null = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    await running?.stop()
    process.exit(1)
  })
}

const steps: Step[] = [
  { name: 'lint', run: () => check(['node_modules/@biomejs/biome/bin/biome', 'check', '.']) },
  { name: 'types', run: checkTypes },
  { name: 'unused code', run: () => check(['node_modules/knip/bin/knip.js']) },
  { name: 'unit tests', run: () => runVitest('unit') },
  { name: 'unit tests on PostgreSQL', run: () => runVitest('postgres') },
  { name: 'build', run: build },
  { name: 'protocol tests', run: () => runVitest('protocol') },
  { name: 'browser tests', run: runPlaywright },
  { name: 'no secret in any log', run: checkLogs },
]

process.chdir(projectRoot)
installAwsCli()
installRegistryClients()
installNewerTools()
installDebianPrograms()
installJapaneseFont()
installCephTools()
const counts: Counts[] = []
for (const [at, step] of steps.entries()) {
  console.log(`[${at + 1}/${steps.length}] ${step.name} …`)
  const from = performance.now()
  const result = await step.run()
  counts.push(result)
  console.log(`      ${step.name}: ${toClosingLine([result])} (${seconds(from)} s)`)
}
for (const folder of [reports, evidence]) rmSync(folder, { recursive: true, force: true })
process.exitCode = counts.some(({ failed }) => failed > 0) ? 1 : 0
console.log(`\nAll of it took ${seconds(startedAt)} s.`)
console.log(toClosingLine(counts))

async function check(command: readonly [string, ...string[]]): Promise<Counts> {
  return countCheck((await run(command)) === 0)
}

async function checkTypes(): Promise<Counts> {
  const generated = await run([nextModule, 'typegen'])
  return generated === 0 ? check(['node_modules/typescript/bin/tsc', '--noEmit']) : countCheck(false)
}

async function build(): Promise<Counts> {
  try {
    await buildIfStale({
      onStart: (program) => {
        running = program
      },
      say: (line) => console.log(line),
    })
    return countCheck(true)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return countCheck(false)
  }
}

async function runVitest(project: string): Promise<Counts> {
  const report = join(reports, `${project}.json`)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const exitCode = await run(['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters])
  return readCounts(report, countVitest, exitCode)
}

async function runPlaywright(): Promise<Counts> {
  const problem =
    findBuildReason() === null ? requireChromium() : 'There is no build to run the browser tests on.'
  if (problem !== null) {
    console.error(problem)
    return countCheck(false)
  }
  const report = join(reports, 'browser.json')
  const exitCode = await run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  return readCounts(report, countPlaywright, exitCode)
}

/** Looks through what the tests before have kept; without any of it the search would show nothing. */
async function checkLogs(): Promise<Counts> {
  const { findings, lines, secrets } = findLoggedSecrets(evidence)
  console.log(`      looked for ${secrets} secrets in ${lines} lines`)
  for (const finding of findings.slice(0, 20)) console.error(`There is a secret in a log: ${finding}.`)
  return countCheck(findings.length === 0 && lines > 0 && secrets > 0)
}

/** The counts of a report; a runner that failed in any other way than through a test counts as one failure. */
function readCounts(report: string, count: (report: unknown) => Counts, exitCode: number | null): Counts {
  try {
    const counts = count(JSON.parse(readFileSync(report, 'utf8')))
    return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
  } catch (error) {
    console.error(`There is no report to count: ${error instanceof Error ? error.message : error}`)
    return countCheck(false)
  }
}

/** Runs one tool and prints its output only when it fails. */
async function run(
  command: readonly string[],
  environment: Record<string, string> = {},
): Promise<number | null> {
  const [module = '', ...args] = command
  const lines: string[] = []
  running = startProgram({
    name: module,
    command: [module, ...args],
    environment: { ...environment, TEST_EVIDENCE_DIR: evidence, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    onLine: (line) => lines.push(line),
  })
  const { exitCode, reason } = await running.ended
  if (exitCode !== 0) console.error(`${lines.join('\n')}\n${module} ended with ${reason}.`)
  return exitCode
}

function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1)
}
