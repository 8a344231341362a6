/** Lists the files of the house and the imports in them, for the tests that hold the house to its plan. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const ROOMS = ['shared', 'electron', 'renderer', 'test', 'bench', 'eslint', 'scripts', 'bin']

/** Paths from the root with `/`, sorted, of every source file under the given top folders. */
export function sourceFiles(tops: readonly string[] = ROOMS, pattern = /\.(ts|vue|mjs|js)$/): string[] {
  const found: string[] = []
  for (const top of tops)
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/')
      if (entry.isFile() && pattern.test(path) && !path.includes('node_modules/')) found.push(path)
    }
  return found.sort()
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

export interface FoundImport {
  readonly specifier: string
  readonly typeOnly: boolean
}

const scriptsOf = (file: string, text: string): string =>
  file.endsWith('.vue') ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => body).join('\n') : text

const namesAreTypes = (names: ts.NodeArray<ts.ImportSpecifier | ts.ExportSpecifier>): boolean =>
  names.length > 0 && names.every((name) => name.isTypeOnly)

function declared(node: ts.Node): { readonly at: ts.Node | undefined; readonly typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause
    const named = clause?.namedBindings
    const onlyTypes =
      clause !== undefined && !clause.name && named !== undefined && ts.isNamedImports(named) && namesAreTypes(named.elements)
    return { at: node.moduleSpecifier, typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes }
  }
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause
    return {
      at: node.moduleSpecifier,
      typeOnly: node.isTypeOnly || (named !== undefined && ts.isNamedExports(named) && namesAreTypes(named.elements))
    }
  }
  if (ts.isImportTypeNode(node)) return { at: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, typeOnly: true }
  if (!ts.isCallExpression(node)) return null
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
  return isImport || isRequire ? { at: node.arguments[0], typeOnly: false } : null
}

/** Every import, re-export, dynamic import and type import of a file. One whose address is computed comes back as `<computed>`. */
export function importsOf(file: string, text: string = textOf(file)): FoundImport[] {
  const tree = ts.createSourceFile(file, scriptsOf(file, text), ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS)
  const found: FoundImport[] = []
  const visit = (node: ts.Node): void => {
    const one = declared(node)
    if (one?.at) found.push({ specifier: ts.isStringLiteralLike(one.at) ? one.at.text : '<computed>', typeOnly: one.typeOnly })
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}
