/** What a code means, and what to do, each in English and Chinese. */
export type CodeWords = readonly [en: string, zh: string, fixEn: string, fixZh: string];
export type CodeTable = Readonly<Record<string, CodeWords>>;
