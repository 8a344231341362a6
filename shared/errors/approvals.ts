/** Failures of acts that need two persons. */
import { entries } from './define'

export const approvalsErrors = entries({
  'approval.needed': {
    category: 'forbidden',
    what: '“{title}”要两个人：{sentence}',
    kept: '还没有办理，没有任何改动。',
    todo: '请写明理由，由有“{permission}”权限的另一人批准：{approvers}。'
  },
  'approval.nobody': {
    category: 'forbidden',
    what: '除您以外，没有在用的用户有“{permission}”的权限。',
    kept: '没有提交申请，没有任何改动。',
    todo: '请管理员先给另一位同事加上相应的岗位。'
  },
  'approval.too_many': {
    category: 'conflict',
    what: '您已有 {most} 项申请没有办完。',
    kept: '没有提交申请，没有任何改动。',
    todo: '请先到“待批”的“我的申请”办理或撤回。'
  },
  'approval.not_asked': {
    category: 'invalid',
    what: '这件事不需要另一人批准。',
    kept: '没有提交申请。',
    todo: '请直接办理。'
  },
  'approval.unknown': {
    category: 'missing',
    what: '没有找到这项申请。',
    kept: '没有任何改动。',
    todo: '请到“待批”刷新列表。'
  },
  'approval.own': {
    category: 'forbidden',
    what: '不能批准自己提出的申请。',
    kept: '申请仍在等待。',
    todo: '请另一位同事批准；不再需要时可以撤回。'
  },
  'approval.not_permitted': {
    category: 'forbidden',
    what: '{name}没有“{permission}”的权限。',
    kept: '申请仍在等待。',
    todo: '请换一位有此权限的同事，或请管理员调整岗位。'
  },
  'approval.ended': {
    category: 'conflict',
    what: '这项申请已经{state}。',
    kept: '没有任何改动。',
    todo: '仍要办理的，请重新提出申请。'
  },
  'approval.waiting': {
    category: 'conflict',
    what: '这项申请还没有人批准。',
    kept: '没有任何改动。',
    todo: '请等同事批准，或请他在本机当面批准。'
  },
  'approval.changed': {
    category: 'conflict',
    what: '要办的事与批准的不一样了。',
    kept: '没有办理，没有任何改动。',
    todo: '请核对后重新提出申请。'
  },
  'approval.approver_gone': {
    category: 'forbidden',
    what: '批准人{name}已经停用，或不再有“{permission}”的权限，批准不再有效。',
    kept: '没有办理，没有任何改动。',
    todo: '请重新提出申请，由另一位同事批准。'
  }
})
