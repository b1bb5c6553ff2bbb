/** All messages of the language, by page concern. */
import { compare } from './compare.ts'
import { contents } from './contents.ts'
import { docs } from './docs.ts'
import { failures } from './failures.ts'
import { feeds } from './feeds.ts'
import { home } from './home.ts'
import { image } from './image.ts'
import { imageTools } from './image-tools.ts'
import { markdown } from './markdown.ts'
import { proof } from './proof.ts'
import { publisher } from './publisher.ts'
import { pull } from './pull.ts'
import { refusal } from './refusal.ts'
import { repository } from './repository.ts'
import { repositoryTools } from './repository-tools.ts'
import { search } from './search.ts'
import { searchBox } from './search-box.ts'
import { site } from './site.ts'
import { status } from './status.ts'
import { tags } from './tags.ts'
import { ui } from './ui.ts'

export const ja = {
  compare,
  contents,
  docs,
  failures,
  feeds,
  home,
  image,
  imageTools,
  markdown,
  proof,
  publisher,
  pull,
  refusal,
  repository,
  repositoryTools,
  search,
  searchBox,
  site,
  status,
  tags,
  ui,
} as const
