// The one room that may import cryptography: every algorithm the office uses passes through this door.
export { randomBytes, randomHex, uuidv4, uuidv7 } from './random'
export { createSha256, createSha512, hkdf, hmacSha256, sha256, sha256Hex, sha256Text, sha512, timingSafeEqual, type Digest } from './digest'
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
