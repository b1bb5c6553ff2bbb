/** The archive of a chart as Helm pushes it, with these values. */
import { gzipSync } from 'node:zlib'
import { makeTar } from '#registry/demo/images/make-tar.ts'

/** @param path of the values in the archive, in which the chart is called `web` */
export function makeChartArchive(values: string, path = 'web/values.yaml'): Buffer {
  return gzipSync(
    makeTar([
      { path: 'web/Chart.yaml', content: 'name: web\n' },
      { path, content: values },
    ]),
  )
}
