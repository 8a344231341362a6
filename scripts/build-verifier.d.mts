/** @param outDir emptied first; gets `yipanqi-verify.mjs` */
export function buildVerifier(outDir: string): Promise<unknown>
