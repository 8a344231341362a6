# A second reader of the 2-D code on certificates, written from docs/formats/proof.md alone with Ruby's zlib and the gems cbor and cose.
# Usage: open_proof.rb CODE FOLDER; writes FOLDER/message and FOLDER/signature and prints what the code says as JSON.
require 'cbor'
require 'cose'
require 'json'
require 'zlib'

ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
code, folder = ARGV
raise 'not a proof' unless code.start_with?('JHP1:')

octets = code[5..].scan(/.{2,3}/m).flat_map do |group|
  number = group.chars.each_with_index.sum { |character, at| ALPHABET.index(character) * 45**at }
  group.length == 3 ? [number / 256, number % 256] : [number]
end
envelope = COSE::Sign1.deserialize(Zlib::Inflate.inflate(octets.pack('C*')))
protected = CBOR.encode(envelope.protected_headers).b
File.binwrite(File.join(folder, 'message'), CBOR.encode(['Signature1', protected, ''.b, envelope.payload]))
File.binwrite(File.join(folder, 'signature'), envelope.signature)
headers = envelope.protected_headers
puts JSON.generate({ 'algorithm' => headers[1], 'key' => headers[4].unpack1('H*'), 'claims' => CBOR.decode(envelope.payload).tap { |claims| claims[7] = claims[7].unpack1('H*') } })
