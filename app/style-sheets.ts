/**
 * All style sheets of all pages, in the order in which they win over each other. They are one file for every page, which a page that
 * is followed to has already.
 */
import './globals.css'
import '#components/compare/change-table.css'
import '#components/contents/contents-table.css'
import '#components/contents/file-tree.css'
import '#components/proof/statement-rows.css'
import '#components/tags/tag-table.css'
import '#components/tags/tag-timeline.css'
import '#components/markdown/markdown.css'
import '#components/markdown/on-this-page.css'
import '#components/site/navigation-bar.css'
import '#components/ui/logo.css'
import './forced-colors.css'
import './print.css'
