/** Content is moved whole or not at all where the metadata is in the file of its directory. */
import { describeContentMove } from '#testing/registry/store/describe-content-move.ts'

describeContentMove(async () => null)
