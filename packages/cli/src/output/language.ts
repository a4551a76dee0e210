export type Language = 'en' | 'zh';

/** The first of LC_ALL, LC_MESSAGES, LANG that is set decides, as POSIX has it. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const locale = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}
