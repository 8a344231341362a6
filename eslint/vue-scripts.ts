/**
 * The compiler behind the linter reads a component from the disk as the very text that the linter hands it later, its script. Otherwise every component
 * is a file that has just changed, and the types of the whole contract are worked out anew for each of them: minutes, for the same findings.
 */
import ts from 'typescript'

const { sys } = ts

/** As far as it is used here. */
export interface Parser {
  parseForESLint(text: string, options: object): unknown
}

/** The linter's own: of whole components, and of the scripts in them. */
export interface Parsers {
  readonly components: Parser
  readonly scripts: Parser
}

/** @returns the script as the linter hands it to the compiler; the whole text where there is none */
export function scriptOf({ components, scripts }: Parsers, component: string, filePath: string): string {
  let handed: string | undefined
  const parser = {
    parseForESLint(text: string, options: { readonly project?: unknown }): unknown {
      // A part without types of its own, as what a generic component is of.
      if (options.project === undefined) return scripts.parseForESLint(text, options)
      handed = text
      throw new TypeError('nothing more is wanted')
    }
  }
  // Its expressions would be handed on before, each by itself.
  const withoutTemplate = component.replace(/^<template[^]*^<\/template>/m, (template) => template.replace(/[^\r\n]/g, ' '))
  try {
    components.parseForESLint(withoutTemplate, { parser, project: [], filePath, sourceType: 'module', ecmaVersion: 'latest' })
  } catch {
    // As meant: thrown above.
  }
  return handed ?? component
}

/** Once for a run of the linter. */
export function readComponentsAsScripts(parsers: Parsers): void {
  const read = sys.readFile.bind(sys)
  sys.readFile = (path, encoding) => {
    const text = read(path, encoding)
    return text === undefined || !path.endsWith('.vue') ? text : scriptOf(parsers, text, path)
  }
}
