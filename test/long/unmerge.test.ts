/** Why: merging and taking back is proved over thousands of histories in the long run; `npm test` walks a part of them. */
process.env['MERGE_RUNS'] ??= '2000'
await import('../../electron/core/modules/duplicates/unmerge.test')

export {}
