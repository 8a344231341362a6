// Why: a mark that says "kept" when the last write was refused costs somebody an hour of typing.
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { Component } from 'vue'
import { formatInstant } from '@shared/format'
import DraftMark from './draft-mark.vue'

const at = '2026-03-05T01:00:00.000Z'

test.each([
  ['nothing › while there is no draft', null, false, false, ''],
  ['when the draft was kept', at, false, false, `已存草稿 ${formatInstant(at)}`],
  ['that it is under way › while the last keys are not in it', at, true, false, '正在存草稿…'],
  ['the refused write › although an older draft is on file', at, true, true, '草稿没有存上，会再试'],
  ['the refused write › when it was the first', null, true, true, '草稿没有存上，会再试']
])('DraftMark › shows %s', (_, savedAt, unwritten, failing, words) => {
  const wrapper = mount(DraftMark as Component, { props: { savedAt, unwritten, failing } })
  expect(wrapper.text()).toBe(words)
  wrapper.unmount()
})
