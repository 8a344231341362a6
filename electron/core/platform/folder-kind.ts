/** Tells a disk of this PC from a share or a stick: a live database must not lie on what can be pulled out or is locked by somebody else's rules. */
import { readFile, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { askPowerShell, isRemovableDevice, unescapeMount, type LinuxFacts } from './drives'

/** `unknown` where the system does not say; nobody is kept out for that. */
export type FolderKind = 'local' | 'removable' | 'network' | 'unknown'

/** File systems that other PCs hold, or that a virtual PC borrows from its host; 9p and virtiofs are left out, because sandboxes have their only disk there. */
const SHARED =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs?|afs|ceph|lustre|gfs2?|ocfs2|vboxsf|prl_fs|davfs|fuse\.(sshfs|davfs2?|rclone|glusterfs|vmhgfs-fuse|gvfsd-fuse|s3fs|smbnetfs|curlftpfs))$/

export type FolderFacts = Pick<LinuxFacts, 'text' | 'real'>

const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work
  } catch {
    // What is not there has no kind of its own; the folder above it is asked instead.
    return null
  }
}

const systemFacts: FolderFacts = {
  text: (path) => orNull(readFile(path, 'utf8')),
  real: (path) => orNull(realpath(path))
}

/** The folder itself, or the nearest above it that exists. */
async function standing(path: string, real: FolderFacts['real']): Promise<string> {
  const full = resolve(path)
  const found = await real(full)
  if (found !== null) return found
  const parent = dirname(full)
  return parent === full ? full : standing(parent, real)
}

const holds = (mount: string, path: string): boolean => path === mount || path.startsWith(mount.endsWith('/') ? mount : `${mount}/`)

/** Of the mounts that hold the folder, the deepest; of several on one place, the one mounted last. */
export async function linuxFolderKind(path: string, facts: FolderFacts = systemFacts): Promise<FolderKind> {
  const real = await standing(path, facts.real)
  let found: { readonly device: string; readonly mount: string; readonly type: string } | null = null
  for (const line of ((await facts.text('/proc/mounts')) ?? '').split('\n')) {
    const [device = '', at = '', type = ''] = line.split(' ')
    const mount = unescapeMount(at)
    if (mount !== '' && holds(mount, real) && mount.length >= (found?.mount.length ?? 0))
      found = { device: unescapeMount(device), mount, type }
  }
  if (found === null) return 'unknown'
  if (SHARED.test(found.type)) return 'network'
  return found.device.startsWith('/dev/') && (await isRemovableDevice(facts, found.device)) ? 'removable' : 'local'
}

/** Numbers of Win32_LogicalDisk.DriveType. */
const DRIVE_TYPES: Readonly<Record<string, FolderKind>> = { '2': 'removable', '3': 'local', '4': 'network', '5': 'removable', '6': 'local' }

/** @param systemDrive such as `C:`, which is always a disk of this PC and need not be asked about @param driveType what Windows calls a drive, '' when it does not say */
export async function windowsFolderKind(
  path: string,
  systemDrive: string,
  driveType: (drive: string) => Promise<string>,
  real: FolderFacts['real'] = systemFacts.real
): Promise<FolderKind> {
  // A drive letter that stands for a share is resolved to the share itself.
  const found = (await real(path)) ?? path
  if (/^(\\\\\?\\UNC\\|\\\\[^?.])/i.test(found) || /^\/\/[^/]/.test(found)) return 'network'
  const drive = /^(?:\\\\\?\\)?([a-z]:)/i.exec(found)?.[1]?.toUpperCase()
  if (drive === undefined) return 'unknown'
  if (drive === systemDrive.toUpperCase()) return 'local'
  return DRIVE_TYPES[(await driveType(drive)).trim()] ?? 'unknown'
}

const askDriveType = (drive: string): Promise<string> =>
  askPowerShell(`(Get-CimInstance Win32_LogicalDisk -Filter "DeviceID='${drive}'").DriveType`)

export const systemFolderKind = (path: string): Promise<FolderKind> =>
  process.platform === 'win32'
    ? windowsFolderKind(path, process.env['SystemDrive'] ?? 'C:', askDriveType)
    : process.platform === 'linux'
      ? linuxFolderKind(path)
      : Promise.resolve('unknown')
