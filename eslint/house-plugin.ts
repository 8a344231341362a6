/** The house's own lint rules: the import walls of rooms.ts and the opening sentence of each file. */
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Rule } from 'eslint'
import { resolveImport } from './resolve.ts'
import { judge } from './rooms.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const fromRoot = (file: string): string => relative(root, file).split(sep).join('/')

interface ImportNode {
  readonly source?: { readonly value?: unknown } | null
  readonly importKind?: string
  readonly exportKind?: string
  readonly specifiers?: readonly { readonly importKind?: string; readonly exportKind?: string }[]
}

/** `import type …`, `export type …`, or a list of names each marked `type`. */
function isTypeOnly(node: ImportNode): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const names = node.specifiers ?? []
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type')
}

const walls: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], docs: { description: 'Imports follow the table in eslint/rooms.ts' } },
  create(context) {
    const check = (node: Rule.Node): void => {
      const shape = node as unknown as ImportNode // ESLint's node types know neither importKind nor TypeScript's nodes.
      const specifier = shape.source?.value
      if (typeof specifier !== 'string') return
      const resolved = resolveImport(root, context.filename, specifier)
      const fault = resolved
        ? judge({ from: fromRoot(context.filename), specifier, target: resolved.target, typeOnly: isTypeOnly(shape) })
        : `"${specifier}" names no file.`
      if (fault) context.report({ node, message: fault })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  }
}

const openingSentence: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [], docs: { description: 'A file opens with one sentence saying why it exists' } },
  create(context) {
    return {
      Program(node) {
        const [first] = context.sourceCode.getAllComments()
        const text = first?.value.replace(/[\s*]+/g, ' ').trim() ?? ''
        const opens = context.sourceCode.text.replace(/^#!.*\n/, '').trimStart()
        if (text.length < 20 || !(opens.startsWith('/*') || opens.startsWith('//')))
          context.report({ node, message: 'Open the file with a comment of one sentence saying why it exists.' })
      }
    }
  }
}

export const house = { rules: { walls, 'opening-sentence': openingSentence } }
