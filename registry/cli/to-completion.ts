/**
 * What a shell needs to complete the commands: a script made from the table, for bash, zsh or fish. It also gives the shell
 * the command `registry`, where there is none, because shells complete by the first word and `npm` is not ours.
 */
import { join } from 'node:path'
import { operatorGroups, operatorTable } from '#registry/apis/operator/operator-table.ts'
import type { OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { toOption } from '#registry/apis/operator/request-error.ts'
import { toRequestSchema } from '#registry/apis/operator/request-schema.ts'
import { UsageError } from './usage-error.ts'

const shells = { bash: toBash, zsh: toZsh, fish: toFish }

/**
 * The script.
 * @param shell `bash`, `zsh` or `fish`
 * @throws {UsageError} for any other
 */
export function toCompletion(shell: string | undefined): string {
  if (shell === undefined || !Object.hasOwn(shells, shell)) {
    const known = Object.keys(shells).join(', ')
    throw new UsageError(
      `Say for which shell: ${known}. For bash: source <(npm run -s registry -- completion bash)`,
    )
  }
  return shells[shell as keyof typeof shells]()
}

interface Option {
  /** `--display-name`. */
  option: string
  description: string
  takesValue: boolean
  choices: readonly string[]
}

function listOptions({ request }: OperatorVerb): Option[] {
  const own = Object.entries(toRequestSchema(request).properties).map(([field, form]) => ({
    option: toOption(field),
    description: form.description ?? '',
    takesValue: form.type !== 'boolean',
    choices: form.enum ?? form.items?.enum ?? [],
  }))
  const flag = { takesValue: false, choices: [] }
  return [
    ...own,
    { ...flag, option: '--json', description: 'print the result as JSON' },
    { ...flag, option: '--help', description: 'print the help' },
  ]
}

const topWords = [...operatorGroups.keys(), 'restore', 'completion', 'help']
const listVerbs = (group: string) => operatorTable.filter((verb) => verb.group === group)

/** The arms of a `case` on a group, and of one on `group verb` or `group verb --option`. */
function toCases(toWords: (words: readonly string[]) => string) {
  const ofGroup = [...operatorGroups.keys()].map(
    (group) => `      ${group}) ${toWords(listVerbs(group).map(({ name }) => name))} ;;`,
  )
  const ofValue = operatorTable.flatMap((verb) =>
    listOptions(verb)
      .filter(({ takesValue }) => takesValue)
      .map(({ option, choices }) => `      '${verb.group} ${verb.name} ${option}') ${toWords(choices)} ;;`),
  )
  const ofVerb = operatorTable.map(
    (verb) =>
      `      '${verb.group} ${verb.name} '*) ${toWords(listOptions(verb).map(({ option }) => option))} ;;`,
  )
  return [ofGroup, [`      completion) ${toWords(Object.keys(shells))} ;;`], [...ofValue, ...ofVerb]].map(
    (arms) => arms.join('\n'),
  )
}

function toBash(): string {
  const toWords = (words: readonly string[]) => `words='${words.join(' ')}'`
  const [ofGroup, ofCompletion, ofRest] = toCases(toWords)
  return `${toFunction()}
_public_gallery_registry() {
  local words= group=\${COMP_WORDS[1]} verb=\${COMP_WORDS[2]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  if ((COMP_CWORD == 1)); then
    ${toWords(topWords)}
  elif ((COMP_CWORD == 2)); then
    case $group in
${ofGroup}
${ofCompletion}
    esac
  else
    case "$group $verb $previous" in
${ofRest}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _public_gallery_registry registry`
}

function toZsh(): string {
  const toWords = (words: readonly string[]) =>
    words.length === 0 ? '_files; return' : `choices=(${words.join(' ')})`
  const [ofGroup, ofCompletion, ofRest] = toCases(toWords)
  return `#compdef registry
${toFunction()}
_public_gallery_registry() {
  local -a choices
  if ((CURRENT == 2)); then
    ${toWords(topWords)}
  elif ((CURRENT == 3)); then
    case $words[2] in
${ofGroup}
${ofCompletion}
    esac
  else
    case "$words[2] $words[3] $words[CURRENT-1]" in
${ofRest}
    esac
  fi
  compadd -- $choices
}
compdef _public_gallery_registry registry`
}

function toFish(): string {
  const say = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`
  const words = topWords.map(
    (word) =>
      `complete -c registry -n '__fish_use_subcommand' -f -a ${word} -d ${say(operatorGroups.get(word) ?? '')}`,
  )
  const verbs = operatorTable.map(
    ({ group, name, help }) =>
      `complete -c registry -n '__fish_seen_subcommand_from ${group}; and test (count (commandline -opc)) -eq 2' -f -a ${name} -d ${say(help)}`,
  )
  const options = operatorTable.flatMap((verb) =>
    listOptions(verb).map(({ option, description, takesValue, choices }) => {
      const condition = `test (count (commandline -opc)) -ge 3; and string match -q -- "${verb.group} ${verb.name}" (string join " " (commandline -opc)[2..3])`
      const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takesValue ? ' -r' : ' -f'
      return `complete -c registry -n '${condition}' -l ${option.slice(2)}${value} -d ${say(description)}`
    }),
  )
  return [
    'if not command -q registry',
    `  function registry; ${toCommand()} $argv; end`,
    'end',
    ...words,
    ...verbs,
    `complete -c registry -n '__fish_seen_subcommand_from completion' -f -a '${Object.keys(shells).join(' ')}'`,
    ...options,
  ].join('\n')
}

/** The command for a shell that has none of this name. */
function toFunction(): string {
  return `type registry >/dev/null 2>&1 || registry() { ${toCommand()} "$@"; }`
}

function toCommand(): string {
  const root = join(import.meta.dirname, '..', '..')
  return `npm --silent --prefix '${root.replaceAll("'", `'\\''`)}' run registry --`
}
