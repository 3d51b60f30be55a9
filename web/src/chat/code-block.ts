// Code that is pasted into a question: whether it is some, and how it becomes a code block. Pure.

const telling = [
  /^(\t| {2,})\S/, // indentation
  /[;{}]\s*$/,
  /^\s*(def|class|if|elif|else|for|while|try|except|finally|with|switch|case)\b.*:\s*$/,
  /^\s*(import|from|package|using|#include|#define)\s+\S+/,
  /^\s*(const|let|var|function|return|public|private|static|fn|func|struct|int|void|double|float|char|auto)\b.*[=({;]/,
  /^\s*[\w.\[\]]+\s*[-+*/]?=\s*\S/,
  /^\s*[\w.]+\(.*\)\s*$/,
  /^\s*(Traceback \(|File "|at \S+ ?\(|\w+(Error|Exception)\b)/,
  /^\s*<\/?\w+[^>]*>\s*$/,
  /^\s*(\/\/|#include|\/\*|\$ )/,
];

/** Several lines, of which a good part looks like no prose. */
export function looksLikeCode(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2 || fences(text) > 0) return false;
  const counted = lines.filter((line) => telling.some((sign) => sign.test(line))).length;
  return counted * 3 >= lines.length;
}

/** A text in which a range may be replaced. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts `code` between fences that are longer than any run of backticks in it, on lines of their own. Null when it is not in the text, or in a block already. */
export function asCodeBlock(text: string, code: string, near: number): Replacement | null {
  const start = text.startsWith(code, near) ? near : text.indexOf(code);
  if (start < 0 || fences(text.slice(0, start)) % 2 === 1) return null;
  const end = start + code.length;
  const runs = code.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const before = start === 0 || text[start - 1] === "\n" ? "" : "\n";
  const after = end === text.length || text[end] === "\n" ? "" : "\n";
  const body = code.replace(/^\n+/, "").replace(/\s+$/, "");
  return { start, end, text: `${before}${fence}\n${body}\n${fence}${after || (end === text.length ? "\n" : "")}` };
}

function fences(text: string): number {
  return text.match(/^ {0,3}(`{3,}|~{3,})/gm)?.length ?? 0;
}
