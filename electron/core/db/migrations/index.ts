/** The numbered steps of the schema, in order; a step that has been released is never edited, only followed. */
import foundation from './0001-foundation.sql?raw'
import persons from './0002-persons.sql?raw'
import partners from './0003-partners.sql?raw'
import slips from './0004-slips.sql?raw'
import exchange from './0005-exchange.sql?raw'
import organisation from './0006-organisation.sql?raw'
import conversion from './0007-conversion.sql?raw'
import duplicates from './0008-duplicates.sql?raw'
import search from './0009-search.sql?raw'
import workbooks from './0010-workbooks.sql?raw'
import rosters from './0011-rosters.sql?raw'
import presets from './0012-presets.sql?raw'
import approvals from './0013-approvals.sql?raw'
import backup from './0014-backup.sql?raw'
import audit from './0015-audit.sql?raw'
import desk from './0016-desk.sql?raw'
import sight from './0017-sight.sql?raw'
import retention from './0018-retention.sql?raw'
import keys from './0019-keys.sql?raw'
import sealing from './0020-sealing.sql?raw'
import agreements from './0021-agreements.sql?raw'
import certificates from './0022-certificates.sql?raw'
import forms from './0023-forms.sql?raw'
import proofs from './0024-proofs.sql?raw'
import calibration from './0025-calibration.sql?raw'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

export const migrations: readonly Migration[] = [
  { number: 1, name: 'foundation', sql: foundation },
  { number: 2, name: 'persons', sql: persons },
  { number: 3, name: 'partners', sql: partners },
  { number: 4, name: 'slips', sql: slips },
  { number: 5, name: 'exchange', sql: exchange },
  { number: 6, name: 'organisation', sql: organisation },
  { number: 7, name: 'conversion', sql: conversion },
  { number: 8, name: 'duplicates', sql: duplicates },
  { number: 9, name: 'search', sql: search },
  { number: 10, name: 'workbooks', sql: workbooks },
  { number: 11, name: 'rosters', sql: rosters },
  { number: 12, name: 'presets', sql: presets },
  { number: 13, name: 'approvals', sql: approvals },
  { number: 14, name: 'backup', sql: backup },
  { number: 15, name: 'audit', sql: audit },
  { number: 16, name: 'desk', sql: desk },
  { number: 17, name: 'sight', sql: sight },
  { number: 18, name: 'retention', sql: retention },
  { number: 19, name: 'keys', sql: keys },
  { number: 20, name: 'sealing', sql: sealing },
  { number: 21, name: 'agreements', sql: agreements },
  { number: 22, name: 'certificates', sql: certificates },
  { number: 23, name: 'forms', sql: forms },
  { number: 24, name: 'proofs', sql: proofs },
  { number: 25, name: 'calibration', sql: calibration }
]
