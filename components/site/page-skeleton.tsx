import { PageShell } from './page-shell.tsx'

/** What kind of page is on its way: one thing with its facts, or a list. */
export type SkeletonShape = 'page' | 'list'

const block = 'block rounded-sm bg-sunk'

/**
 * Stands over the old page while the next one is on its way, in the geometry that it will have. It is made by a script alone, so
 * that a page without one is never a skeleton.
 */
export function PageSkeleton({ shape }: { shape: SkeletonShape }) {
  return (
    <div
      aria-hidden="true"
      data-skeleton={shape}
      className="fixed inset-x-0 top-14 bottom-0 z-20 overflow-hidden bg-surface"
    >
      <PageShell className="pt-3 sm:pt-10">{shape === 'page' ? <Thing /> : <Rows />}</PageShell>
    </div>
  )
}

/** Placard, strip of facts, pull command, tabs and the first lines, as on a repository's page. */
function Thing() {
  return (
    <>
      <div className="flex gap-3 sm:gap-5">
        <span className={`${block} size-11 shrink-0 sm:size-16`} />
        <span className="min-w-0 flex-1 space-y-2">
          <span className={`${block} h-7 w-2/3 max-w-80`} />
          <span className={`${block} h-4 w-1/2 max-w-60`} />
          <span className={`${block} h-5 w-full max-w-2xl max-sm:hidden`} />
        </span>
      </div>
      <span className={`${block} mt-4 h-12 sm:hidden`} />
      <span className="mt-7 hidden h-26 border-y border-rule sm:block" />
      <span className="mt-3 block h-34 rounded-md sm:mt-6 sm:h-28 sm:border sm:border-rule-strong sm:p-3">
        <span className={`${block} h-18 sm:h-full sm:w-1/2`} />
        <span className={`${block} mt-2 h-10 sm:hidden`} />
      </span>
      <span className="mt-4 flex gap-7 border-b border-rule pb-3 sm:mt-7">
        {['about', 'usage', 'tags'].map((tab) => (
          <span key={tab} className={`${block} h-5 w-14`} />
        ))}
      </span>
      <span className="mt-7 block max-w-2xl space-y-3">
        {['w-full', 'w-11/12', 'w-full', 'w-3/5'].map((width, line) => (
          <span key={`${width}${line > 1 ? ' below' : ''}`} className={`${block} h-4 ${width}`} />
        ))}
      </span>
    </>
  )
}

function Rows() {
  return (
    <>
      <span className={`${block} h-7 w-60`} />
      <span className="mt-6 block border-t border-rule-strong">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row) => (
          <span key={row} className="flex h-21 gap-3 border-b border-rule py-3">
            <span className={`${block} size-10 shrink-0`} />
            <span className="flex-1 space-y-2">
              <span className={`${block} h-5 w-1/3`} />
              <span className={`${block} h-4 w-3/4 max-w-xl`} />
            </span>
          </span>
        ))}
      </span>
    </>
  )
}
