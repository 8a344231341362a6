#!/usr/bin/env python3
# A second implementation of the bundle format, written from docs/formats/exchange.md alone with the Python
# standard library and the stock tools `age`, `ssh-keygen` and `openssl`, so that the page is proved to be enough.
"""Usage: make_bundle.py SUITE FOLDER RECIPIENT_OFFICE_ID RECIPIENT_CODE SLIPS RECIPIENT...

SUITE is A1 (RECIPIENT: age1…) or G1 (RECIPIENT: base64 of an SM2 point).

Writes FOLDER/made.jhb (a data bundle of SLIPS slips) and FOLDER/made.jhk (the sender's key card);
prints the sender's office id.
"""
import base64, gzip, hashlib, json, os, struct, subprocess, sys, zlib

TIME = '2026-11-21T17:31:05+08:00'


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':')).encode('utf-8')


def stored_zip(members):
    front, directory, offset = b'', b'', 0
    for name, data in members:
        name = name.encode('ascii')
        common = struct.pack('<HHHHHIIIHH', 10, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        front += b'PK\x03\x04' + common + name + data
        directory += b'PK\x01\x02' + struct.pack('<H', 10) + common + struct.pack('<HHHII', 0, 0, 0, 0, offset) + name
        offset = len(front)
    count = len(members)
    return front + directory + b'PK\x05\x06' + struct.pack('<HHHHIIH', 0, 0, count, count, len(directory), len(front), 0)


def new_key(folder, name):
    path = os.path.join(folder, name)
    subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path], check=True)
    with open(path + '.pub') as file:
        line = ' '.join(file.read().split()[:2])
    return path, line


def sign(key, namespace, data):
    done = subprocess.run(['ssh-keygen', '-q', '-Y', 'sign', '-f', key, '-n', namespace], input=data, capture_output=True, check=True)
    return done.stdout


def fingerprint(line):
    return 'SHA256:' + base64.b64encode(hashlib.sha256(base64.b64decode(line.split()[1])).digest()).decode().rstrip('=')


def new_recipient(folder, name):
    path = os.path.join(folder, name)
    subprocess.run(['age-keygen', '-o', path], check=True, capture_output=True)
    return subprocess.run(['age-keygen', '-y', path], check=True, capture_output=True, text=True).stdout.strip()


SPKI_SM2 = bytes.fromhex('3059301306072a8648ce3d020106082a811ccf5501822d034200')
SM2_ID = ['-pkeyopt', 'distid:1234567812345678']


def openssl(*args, data=b''):
    return subprocess.run(['openssl', *args], input=data, capture_output=True, check=True).stdout


def new_sm2_key(folder, name):
    path = os.path.join(folder, name)
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', path)
    return path, openssl('pkey', '-in', path, '-pubout', '-outform', 'DER')[-65:]


def sm2_fingerprint(point):
    blob = b'\0\0\0\x03sm2' + b'\0\0\0\x41' + point
    return 'SHA256:' + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')


def sm3(data):
    return 'sm3:' + openssl('dgst', '-sm3', '-binary', data=data).hex()


def through_file(folder, data):
    path = os.path.join(folder, 'piece')
    with open(path, 'wb') as file:
        file.write(data)
    return path


def sm2_sign(folder, key, message):
    return openssl('pkeyutl', '-sign', '-rawin', '-digest', 'sm3', '-inkey', key, '-in', through_file(folder, message), *SM2_ID)


def sm2_wrap(folder, point, secret):
    public = os.path.join(folder, 'recipient.der')
    with open(public, 'wb') as file:
        file.write(SPKI_SM2 + point)
    return openssl('pkeyutl', '-encrypt', '-pubin', '-keyform', 'DER', '-inkey', public, '-in', through_file(folder, secret))


def sm4_payload(secret, packed):
    iv = os.urandom(16)
    sealed = iv + openssl('enc', '-sm4-cbc', '-K', secret[:16].hex(), '-iv', iv.hex(), data=packed)
    return sealed + openssl('dgst', '-sm3', '-mac', 'hmac', '-macopt', 'hexkey:' + secret[16:].hex(), '-binary', data=sealed)


def slip(office, code, to_code, index):
    """One query (XC) as docs/formats/reference-data.md describes its body under the rule pack order-555."""
    body = {
        'type': 'XC', 'schema_version': 1, 'policy_profile': 'order-555', 'slip_no': '%s-XC-2026-%06d' % (code, index + 1),
        'sender_org': code[:6] + '000000', 'receiver_org': to_code[:6] + '000000', 'issued_on': '2026-03-05', 'due_on': '2026-04-04',
        'contact_post': '流动人口管理岗', 'subject_ref': '%08x' % index, 'purpose_code': 'identity', 'legal_basis_code': 'order_555',
        'urgency': 'ordinary',
        'person': {'name': '王䶮%d' % index, 'sex': '2', 'birth_date': '1988-01-01', 'hukou_code': to_code[:6], 'no_id_reason': 'lost'},
        'items': [{'code': 'identity'}], 'reason_text': '演练第 %d 张，姓名带生僻字：䶮𬱖' % index,
    }
    return compact({'t': 'slip', 'id': '01930000000170008%015x' % index, 'rev': 1, 'kind': 'request', 'ref': None, 'author': office, 'body': body})


def main():
    suite, folder, to_id, to_code, count, recipients = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6:]
    g1 = suite == 'G1'
    root, root_line = new_key(folder, 'root')
    key, key_line = new_key(folder, 'key')
    office = hashlib.sha256(b'jhb-office-v1\0' + base64.b64decode(root_line.split()[1])[-32:]).hexdigest()[:32]
    card = {'jhk': 1, 'id': office, 'ver': 1, 'prev': None, 'code': '610826-00', 'name': '绥德县演练单位', 'root': root_line,
        'suites': [suite], 'sign': [{'key': key_line, 'dev': 1, 'from_ver': 1}],
        'enc': [{'age': new_recipient(folder, 'device'), 'dev': 1}, {'age': new_recipient(folder, 'archive'), 'dev': 0}],
        'revoked': [], 'roots': [], 'issued': TIME, 'phone': ''}
    if g1:
        sm2_key, sign_point = new_sm2_key(folder, 'sm2-sign')
        spell = lambda point: base64.b64encode(point).decode()
        card['sm2'] = [{'sign': spell(sign_point), 'enc': spell(new_sm2_key(folder, 'sm2-device')[1]), 'dev': 1},
            {'enc': spell(new_sm2_key(folder, 'sm2-archive')[1]), 'dev': 0}]
    card = compact(card)
    card_sig = sign(root, 'jhb-card@v1', card)
    epoch = os.urandom(16).hex()
    stream = {'epoch': epoch, 'seq': 1, 'prev': None}
    core = compact({'t': 'core', 'from': office, 'to': to_id, **stream, 'made': TIME, 'schema': 'slip/1', 'salt': os.urandom(32).hex(),
        'n': {'slip': count, 'receipt': 0, 'echo': 0, 'blob': 0}})
    content = b''.join(line + b'\n' for line in [core] + [slip(office, '610826-00', to_code, i) for i in range(count)])
    packed = gzip.compress(content, 6, mtime=0)
    if g1:
        secret = os.urandom(48)
        payload = sm4_payload(secret, packed)
        points = [base64.b64decode(each) for each in recipients]
        wrap = [[sm2_fingerprint(point), base64.b64encode(sm2_wrap(folder, point, secret)).decode()] for point in points]
        content_id, place = sm3(content), {'digest': sm3(payload), 'bytes': len(payload), 'wrap': wrap}
    else:
        payload = subprocess.run(['age'] + [arg for each in recipients for arg in ('-r', each)], input=packed, capture_output=True, check=True).stdout
        digest = lambda data: 'sha256:' + hashlib.sha256(data).hexdigest()
        content_id, place = digest(content), {'digest': digest(payload), 'bytes': len(payload)}
    header = compact({'jhb': 1, 'minor': 0, 'suite': suite, 'kind': 'data', 'crit': [],
        'from': {'code': '610826-00', 'id': office, 'card': 1, 'key': sm2_fingerprint(sign_point) if g1 else fingerprint(key_line)},
        'to': {'code': to_code, 'id': to_id, 'card': 1},
        'stream': stream, 'content': {'id': content_id, 'bytes': len(content), 'comp': 'gzip'}, 'payload': place,
        'state': {'no': 1, 'epoch': epoch, 'last': 1, 'head': content_id, 'closed': [], 'ack': [], 'want': [], 'bad': [], 'gone': []},
        'sealed': TIME, 'clock': 'ok', 'app': 'make_bundle.py'})
    if g1:
        signature = ('header.json.sm2', sm2_sign(folder, sm2_key, b'jhb-bundle@v1\0' + header))
    else:
        signature = ('header.json.sig', sign(key, 'jhb-bundle@v1', header))
    bundle = stored_zip([('mimetype', b'application/vnd.jhb'), ('header.json', header), signature,
        ('card.json', card), ('card.json.sig', card_sig), ('payload.sm4' if g1 else 'payload.age', payload)])
    with open(os.path.join(folder, 'made.jhb'), 'wb') as file:
        file.write(bundle)
    with open(os.path.join(folder, 'made.jhk'), 'wb') as file:
        file.write(stored_zip([('mimetype', b'application/vnd.jhk'), ('card.json', card), ('card.json.sig', card_sig)]))
    print(office)


main()
