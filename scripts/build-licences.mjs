// Writes docs/licences.md and NOTICE: every third-party work that travels with the program, found in the source maps of a real build.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packages } from '../eslint/rooms.ts'
import { resolveCommand, runtimeEnv, runtimePath } from './runtime.mjs'
import { SOURCES } from './source-package.mjs'

const root = join(import.meta.dirname, '..')
/** Whatever a room may import is listed even where this build happened not to need it; Electron speaks for itself. */
const CLASSIFIED = Object.keys(packages).filter((name) => !name.startsWith('node:') && name !== 'electron')
const BESIDES = `| SQLite3 Multiple Ciphers (inside better-sqlite3) | 见 better-sqlite3 | MIT | https://github.com/utelle/SQLite3MultipleCiphers |
| SQLite (inside better-sqlite3) | 见 better-sqlite3 | Public Domain | https://sqlite.org/copyright.html |
| Electron, Chromium, Node.js (desktop packages) | 见 electron-builder.yml | MIT, BSD-3-Clause 等 | 安装目录中的 LICENSE 与 LICENSES.chromium.html |`
const FONTS = `| Noto Sans SC 400、700 | SIL OFL 1.1 | resources/fonts/noto-sans-sc.licence.txt |
| HanaMin B（花園明朝B） | SIL OFL 1.1 | resources/fonts/hana-min-b.licence.txt |`

/** Data taken from Debian packages; what comes through npm stands in SOURCES. */
const UNICODE = { name: 'Unicode Character Database、Unihan', version: '15.1.0', licence: 'Unicode', home: 'https://www.unicode.org/ucd/' }

const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

/** @returns {Set<string>} names of the packages of which any code is in the build */
function bundledPackages() {
  const exe = runtimePath()
  const built = spawnSync(exe, [resolveCommand('electron-vite'), 'build', '--sourcemap', '--logLevel', 'warn'], {
    stdio: 'inherit',
    cwd: root,
    env: runtimeEnv(exe)
  })
  if (built.status !== 0) process.exit(1)
  const names = new Set(CLASSIFIED)
  for (const entry of filesBelow(join(root, 'out')).filter(({ name }) => name.endsWith('.map'))) {
    const { sources } = JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    for (const source of sources) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source) ?? []
      if (name) names.add(name)
    }
  }
  // The next start builds again, without the maps.
  rmSync(join(root, 'out'), { recursive: true })
  return names
}

function describe(name) {
  const folder = join(root, 'node_modules', name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : ''
  const repository = typeof manifest.repository === 'string' ? manifest.repository : (manifest.repository?.url ?? '')
  return {
    name,
    version: manifest.version,
    licence: manifest.license ?? '',
    text,
    home: repository
      .replace(/^git\+/, '')
      .replace(/^git:/, 'https:')
      .replace(/^git@github\.com:/, 'https://github.com/')
      .replace(/\.git$/, '')
  }
}

const works = [...bundledPackages()].sort().map(describe)
const rows = works.map(({ name, version, licence, home }) => `| ${name} | ${version} | ${licence} | ${home} |`).join('\n')
const data = [...Object.entries(SOURCES).map(([name, source]) => ({ name, ...source })), UNICODE]
const dataRows = data.map(({ name, version, licence, home }) => `| ${name} | ${version} | ${licence} | ${home} |`).join('\n')
const texts = works
  .map(
    ({ name, version, text, licence }) =>
      `## ${name} ${version}\n\n\`\`\`text\n${text || `(${licence}; no licence file in the package)`}\n\`\`\``
  )
  .join('\n\n')

writeFileSync(
  join(root, 'docs', 'licences.md'),
  `# 随程序分发的第三方作品与许可

本文件由 \`node scripts/run.mjs scripts/build-licences.mjs\` 按一次真实构建生成，不要手工修改。一盘棋本身按 Apache-2.0 许可（见 LICENSE）。

| 作品 | 版本 | 许可 | 来源 |
|---|---|---|---|
${rows}
${BESIDES}

| 字体 | 许可 | 许可全文 |
|---|---|---|
${FONTS}

| 数据来源 | 版本 | 许可 | 来源 |
|---|---|---|---|
${dataRows}

这些数据经整理后放在 resources/codes，做法见 docs/formats/reference-data.md；生僻字表的许可全文见 resources/codes/characters.licence.txt。

${texts}
`
)
writeFileSync(
  join(root, 'NOTICE'),
  `一盘棋 (Yipanqi)
Copyright the 一盘棋 maintainers

Licensed under the Apache License, Version 2.0 (see LICENSE).

This product includes third-party software and fonts, listed with their licences in docs/licences.md:
${works.map(({ name, licence }) => `  ${name} (${licence})`).join('\n')}
  SQLite3 Multiple Ciphers (MIT), SQLite (public domain)
  Noto Sans SC (SIL OFL 1.1), HanaMin B (SIL OFL 1.1)
The data in resources/codes is built from:
${data.map(({ name, licence }) => `  ${name} (${licence})`).join('\n')}
`
)
