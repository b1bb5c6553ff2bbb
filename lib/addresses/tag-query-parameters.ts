/** The parameters that make a list of tags of its own; without any, it is the one that the cached page holds. */
export const TAG_QUERY_PARAMETERS = ['sort', 'filter', 'folds', 'page'] as const
