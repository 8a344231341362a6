/** Looks at a bundle file with no office and no private key: what its envelope says, and whether steps 1–7 of the check order pass. */
import { inspectBundle, openFileSource, readCardFile, verifyWithCards, type BundleHeader, type CheckedFile } from '../core'
import { UsageFault } from './failures'

async function withFile<T>(path: string, work: (source: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>): Promise<T> {
  const source = await openFileSource(path).catch(() => {
    throw new UsageFault(`打不开 ${path}`)
  })
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** The envelope nobody vouches for yet (steps 1–3). Throws BundleFault. */
export const inspectFile = (path: string): Promise<{ readonly header: BundleHeader }> =>
  withFile(path, async (source) => ({ header: (await inspectBundle(source)).header }))

/** Steps 1–7. Throws BundleFault. */
export const verifyFile = (path: string, cardPaths: readonly string[]): Promise<CheckedFile & { readonly verified: true }> =>
  withFile(path, async (source) => {
    const cards = await Promise.all(cardPaths.map((card) => withFile(card, (file) => readCardFile(file))))
    return { verified: true, ...(await verifyWithCards(source, cards)) }
  })
