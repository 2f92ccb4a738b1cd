import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/**
 * Writes `payer-sw.js`: the service worker with the list of files the payer's pages need, so that verification works
 * without a network once the page was open. The cache's name is the hash of that list: a new build replaces the old.
 */
export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = new Set<string>()
      const visit = (name: string) => {
        const chunk = bundle[name]
        if (files.has(name) || !chunk) return
        files.add(name)
        if (chunk.type !== 'chunk') return
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next)
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style)
        for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId?.endsWith('payer.html'))
          visit(chunk.fileName)
      }
      const shell = [...files].sort().map((file) => `/${file}`)
      const version = createHash('sha256').update(shell.join()).digest('hex').slice(0, 12)
      const source = readFileSync('src/payer/service-worker.js', 'utf8')
        .replace("'@version@'", JSON.stringify(version))
        .replace("['@shell@']", JSON.stringify(['/payer.html', ...shell]))
      this.emitFile({ type: 'asset', fileName: 'payer-sw.js', source })
    },
  }
}
