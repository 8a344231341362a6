/** Types of electron-binary.mjs for the tests that look for the binary. */
export function electronBinary(env?: Readonly<Record<string, string | undefined>>): string | null
export function fetchElectron(env?: Readonly<Record<string, string | undefined>>): Promise<string | null>
