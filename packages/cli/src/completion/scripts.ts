import type { CompletionModel } from './model.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

function bashCases(model: CompletionModel): string {
  const cases: string[] = [];
  for (const [path, words] of model.words) {
    cases.push(`    "${path}") candidates="${words.join(' ')}" ;;`);
  }
  for (const [path, names] of model.options) {
    cases.push(`    "${path} -") candidates="${names.join(' ')}" ;;`);
  }
  return cases.join('\n');
}

/** Nouns decide whether the second word still belongs to the command. */
function nounsOf(model: CompletionModel): string[] {
  return [...model.words.keys()].filter((path) => path !== '');
}

function bash(model: CompletionModel): string {
  return `# bash completion for touchmark. Add to ~/.bashrc: eval "$(touchmark completion bash)"
_touchmark() {
  local word="\${COMP_WORDS[COMP_CWORD]}" path="" candidates=""
  local first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}"
  case " ${nounsOf(model).join(' ')} " in
    *" $first "*) [ "$COMP_CWORD" -gt 1 ] && path="$first"; [ "$COMP_CWORD" -gt 2 ] && path="$first $second" ;;
    *) [ "$COMP_CWORD" -gt 1 ] && path="$first" ;;
  esac
  [ "\${word#-}" != "$word" ] && path="$path -"
  case "$path" in
${bashCases(model)}
  esac
  if [ -n "$candidates" ]; then COMPREPLY=( $(compgen -W "$candidates" -- "$word") )
  else COMPREPLY=( $(compgen -f -- "$word") ); fi
}
complete -F _touchmark touchmark`;
}

function zsh(model: CompletionModel): string {
  return `# zsh completion for touchmark. Add to ~/.zshrc: eval "$(touchmark completion zsh)"
autoload -Uz bashcompinit && bashcompinit
${bash(model).split('\n').slice(1).join('\n')}`;
}

function seen(path: string): string {
  const words = path.split(' ');
  return words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
}

function fish(model: CompletionModel): string {
  const lines = ['# fish completion for touchmark. Run: touchmark completion fish | source'];
  for (const [path, words] of model.words) {
    const list = words.join(' ');
    const condition =
      path === ''
        ? '__fish_use_subcommand'
        : `${seen(path)}; and not __fish_seen_subcommand_from ${list}`;
    lines.push(`complete -c touchmark -f -n '${condition}' -a '${list}'`);
  }
  for (const [path, names] of model.options) {
    for (const name of names) {
      lines.push(`complete -c touchmark -n '${seen(path)}' -l ${name.slice(2)}`);
    }
  }
  return lines.join('\n');
}

/** The script that teaches a shell to complete touchmark's commands and options. */
export function completionScript(shell: Shell, model: CompletionModel): string {
  return { bash, zsh, fish }[shell](model);
}
