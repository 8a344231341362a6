// The one room that may import cryptography: every algorithm the office uses passes through this door.
export { randomBytes, randomHex, uuidv4, uuidv7 } from './random'
export { createSha256, createSha512, hkdf, hmacSha256, sha256, sha256Hex, sha256Text, sha512, timingSafeEqual, type Digest } from './digest'
export { createDigest, digestText, isDigestKind, type DigestKind } from './digest-kind'
export { createHmacSm3, createSm3, sm3, sm3Text, type Mac } from './sm3'
export { sm4CbcDecryptor, sm4CbcEncryptor, sm4CbcSize, type Sm4Cbc } from './sm4'
export {
  generateSm2Key,
  isSm2PublicKey,
  signSm2,
  SM2_POINT_BYTES,
  sm2KeyOf,
  unwrapSm2,
  verifySm2,
  WRAPPED_BYTES,
  wrapSm2,
  type Sm2Key
} from './sm2'
export {
  softwareOpener,
  softwareSender,
  softwareSm2,
  softwareVerifier,
  type Sm2KeyMaterial,
  type Sm2Opener,
  type Sm2Sender,
  type Sm2Verifier
} from './sm2-calls'
export { MAX_SCRYPT_LOG_N, scryptKey, type ScryptCost } from './scrypt'
export { openSecret, sealSecret } from './secret'
export { generateSigningKey, isSmallOrderKey, signEd25519, signingKeyFromSeed, verifyEd25519, type SigningKey } from './ed25519'
export {
  ageDecrypt,
  ageDecryptWithPassphrase,
  ageEncrypt,
  ageEncryptWithPassphrase,
  ageRecipientOf,
  generateAgeIdentity,
  inspectAgeHeader,
  isAgeRecipient,
  MAX_AGE_HEADER,
  type AgeEncryption,
  type AgeHeader,
  type Pieces
} from './age'
