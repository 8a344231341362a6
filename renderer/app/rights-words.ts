// Why: when rights come or go while somebody works, one sentence says whose they were, so that no place appears or goes unexplained.
import type { SessionView } from '@shared/contract/office'

type Rights = Pick<SessionView, 'principals'>
const names = (these: SessionView['principals']): string => these.map(({ displayName }) => `“${displayName}”`).join('、')
const without = (these: SessionView['principals'], those: SessionView['principals']): SessionView['principals'] =>
  these.filter(({ displayName }) => those.every((one) => one.displayName !== displayName))

/** What the screen says after the rights of the one at work changed. */
export function rightsWords(before: Rights, after: Rights): string {
  const [begun, ended] = [without(after.principals, before.principals), without(before.principals, after.principals)]
  const said = [
    ...begun.map(({ displayName, until }) => `从现在起您代“${displayName}”办事，到 ${until} 为止。`),
    ...(ended.length > 0 ? [`您代${names(ended)}办事已经结束。`] : [])
  ]
  return `${said.length > 0 ? said.join('') : '您的岗位或范围有变动。'}左边的栏目已经照此更新。`
}
