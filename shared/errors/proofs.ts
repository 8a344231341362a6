/** Failures of the register of checked proofs. */
import { entries } from './define'

export const proofsErrors = entries({
  'proofs.unknown': {
    category: 'missing',
    what: '没有这次核验的记录。',
    kept: '没有任何改动。',
    todo: '请返回核验记录重新选择。'
  },
  'proofs.out_of_scope': {
    category: 'forbidden',
    what: '这是别的单位做的核验。',
    kept: '没有任何改动。',
    todo: '请由做核验的单位办理，或者由县级办理。'
  },
  'proofs.signature_good': {
    category: 'conflict',
    what: '核验码的签名是 {office} 的，不能登记为“经查不是该单位出具”。',
    kept: '没有登记。',
    todo: '纸面与核验码不同的，请登记“与原件不符”；确认对方密钥被他人使用的，请对方报失密钥。'
  },
  'proofs.must_ask': {
    category: 'invalid',
    what: '还没有写明向对方单位的谁核实的。',
    kept: '没有登记。',
    todo: '请打电话或去函核实，写明答复人和部门后再登记；没有核实以前，只能说“无法确认”。'
  },
  'proofs.bad_text': {
    category: 'invalid',
    what: '“{field}”里有不能使用的字符（{character}）。',
    kept: '没有登记。',
    todo: '请删去这个字符再试。'
  }
})
