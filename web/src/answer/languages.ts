// Programming languages: what a code block's label calls them, and the grammar that highlight.js has for them. Each grammar is
// a file of its own, fetched when the first block in its language appears.
import type { LanguageFn } from "highlight.js";

interface Language {
  readonly name: string;
  /** highlight.js' name of the grammar; none for plain text. */
  readonly grammar?: GrammarName;
}

const grammars = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cmake: () => import("highlight.js/lib/languages/cmake"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  go: () => import("highlight.js/lib/languages/go"),
  haskell: () => import("highlight.js/lib/languages/haskell"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  latex: () => import("highlight.js/lib/languages/latex"),
  lua: () => import("highlight.js/lib/languages/lua"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  markdown: () => import("highlight.js/lib/languages/markdown"),
  matlab: () => import("highlight.js/lib/languages/matlab"),
  php: () => import("highlight.js/lib/languages/php"),
  powershell: () => import("highlight.js/lib/languages/powershell"),
  python: () => import("highlight.js/lib/languages/python"),
  r: () => import("highlight.js/lib/languages/r"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  scala: () => import("highlight.js/lib/languages/scala"),
  shell: () => import("highlight.js/lib/languages/shell"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  x86asm: () => import("highlight.js/lib/languages/x86asm"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
} satisfies Record<string, () => Promise<{ default: LanguageFn }>>;

export type GrammarName = keyof typeof grammars;

/** Languages that others are written in: HTML has scripts and styles, a console's lines are a shell's. */
const within: Readonly<Partial<Record<GrammarName, readonly GrammarName[]>>> = {
  xml: ["css", "javascript"],
  shell: ["bash"],
  markdown: ["xml"],
  dockerfile: ["bash"],
};

/** As models name them behind the three backticks. */
const languages: Readonly<Record<string, Language>> = {
  ...called("C++", "cpp", "c++ cpp cc cxx hpp hxx h++"),
  ...called("C", "c", "c h"),
  ...called("C#", "csharp", "c# cs csharp"),
  ...called("JavaScript", "javascript", "js javascript mjs cjs jsx node"),
  ...called("TypeScript", "typescript", "ts typescript tsx mts"),
  ...called("Python", "python", "py python python3 pycon"),
  ...called("Java", "java", "java"),
  ...called("Kotlin", "kotlin", "kt kotlin kts"),
  ...called("Scala", "scala", "scala"),
  ...called("Rust", "rust", "rs rust"),
  ...called("Go", "go", "go golang"),
  ...called("Swift", "swift", "swift"),
  ...called("Ruby", "ruby", "rb ruby"),
  ...called("PHP", "php", "php"),
  ...called("R", "r", "r"),
  ...called("Lua", "lua", "lua"),
  ...called("Haskell", "haskell", "hs haskell"),
  ...called("MATLAB", "matlab", "matlab octave"),
  ...called("Assembly", "x86asm", "asm nasm x86asm assembly"),
  ...called("Shell", "bash", "sh bash shell zsh"),
  ...called("Terminal", "shell", "console terminal shell-session shellsession"),
  ...called("PowerShell", "powershell", "powershell ps1 pwsh"),
  ...called("HTML", "xml", "html htm xhtml"),
  ...called("XML", "xml", "xml svg"),
  ...called("CSS", "css", "css"),
  ...called("JSON", "json", "json jsonc json5"),
  ...called("YAML", "yaml", "yaml yml"),
  ...called("TOML", "ini", "toml"),
  ...called("INI", "ini", "ini cfg conf"),
  ...called("SQL", "sql", "sql sqlite postgresql mysql"),
  ...called("Diff", "diff", "diff patch"),
  ...called("Dockerfile", "dockerfile", "dockerfile docker"),
  ...called("CMake", "cmake", "cmake"),
  ...called("Make", "makefile", "make makefile mk"),
  ...called("Markdown", "markdown", "md markdown"),
  ...called("LaTeX", "latex", "tex latex"),
  ...called("Text", undefined, "text txt plain plaintext"),
};

function called(name: string, grammar: GrammarName | undefined, names: string): Record<string, Language> {
  const language = grammar === undefined ? { name } : { name, grammar };
  return Object.fromEntries(names.split(" ").map((each) => [each, language]));
}

/** `info` is what stands behind a code block's backticks, in small letters; undefined for a language that is not known here. */
export function languageNamed(info: string): Language | undefined {
  return Object.hasOwn(languages, info) ? languages[info] : undefined;
}

/** The grammar and those of the languages within it. */
export async function fetchGrammars(name: GrammarName): Promise<readonly (readonly [GrammarName, LanguageFn])[]> {
  const names = [name, ...(within[name] ?? [])];
  return Promise.all(names.map(async (each) => [each, (await grammars[each]()).default] as const));
}
