/** After the name of a publisher: who signed with the key that it has stated. For programs; pages say it in the language of their reader. */
export const OF_A_KEY = '’s key'
