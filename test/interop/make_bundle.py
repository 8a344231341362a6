#!/usr/bin/env python3
# A second implementation of the bundle format, written from docs/formats/exchange.md alone with the Python
# standard library and the stock tools `age` and `ssh-keygen`, so that the page is proved to be enough.
"""Usage: make_bundle.py FOLDER RECIPIENT_OFFICE_ID RECIPIENT_CODE SLIPS AGE_RECIPIENT...

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
    folder, to_id, to_code, count, recipients = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
    root, root_line = new_key(folder, 'root')
    key, key_line = new_key(folder, 'key')
    office = hashlib.sha256(b'jhb-office-v1\0' + base64.b64decode(root_line.split()[1])[-32:]).hexdigest()[:32]
    card = compact({'jhk': 1, 'id': office, 'ver': 1, 'prev': None, 'code': '610826-00', 'name': '绥德县演练单位', 'root': root_line,
        'suites': ['A1'], 'sign': [{'key': key_line, 'dev': 1, 'from_ver': 1}],
        'enc': [{'age': new_recipient(folder, 'device'), 'dev': 1}, {'age': new_recipient(folder, 'archive'), 'dev': 0}],
        'revoked': [], 'roots': [], 'issued': TIME, 'phone': ''})
    card_sig = sign(root, 'jhb-card@v1', card)
    epoch = os.urandom(16).hex()
    stream = {'epoch': epoch, 'seq': 1, 'prev': None}
    core = compact({'t': 'core', 'from': office, 'to': to_id, **stream, 'made': TIME, 'schema': 'slip/1', 'salt': os.urandom(32).hex(),
        'n': {'slip': count, 'receipt': 0, 'echo': 0, 'blob': 0}})
    content = b''.join(line + b'\n' for line in [core] + [slip(office, '610826-00', to_code, i) for i in range(count)])
    packed = gzip.compress(content, 6, mtime=0)
    payload = subprocess.run(['age'] + [arg for each in recipients for arg in ('-r', each)], input=packed, capture_output=True, check=True).stdout
    content_id = 'sha256:' + hashlib.sha256(content).hexdigest()
    header = compact({'jhb': 1, 'minor': 0, 'suite': 'A1', 'kind': 'data', 'crit': [],
        'from': {'code': '610826-00', 'id': office, 'card': 1, 'key': fingerprint(key_line)}, 'to': {'code': to_code, 'id': to_id, 'card': 1},
        'stream': stream, 'content': {'id': content_id, 'bytes': len(content), 'comp': 'gzip'},
        'payload': {'digest': 'sha256:' + hashlib.sha256(payload).hexdigest(), 'bytes': len(payload)},
        'state': {'no': 1, 'epoch': epoch, 'last': 1, 'head': content_id, 'closed': [], 'ack': [], 'want': [], 'bad': [], 'gone': []},
        'sealed': TIME, 'clock': 'ok', 'app': 'make_bundle.py'})
    bundle = stored_zip([('mimetype', b'application/vnd.jhb'), ('header.json', header), ('header.json.sig', sign(key, 'jhb-bundle@v1', header)),
        ('card.json', card), ('card.json.sig', card_sig), ('payload.age', payload)])
    with open(os.path.join(folder, 'made.jhb'), 'wb') as file:
        file.write(bundle)
    with open(os.path.join(folder, 'made.jhk'), 'wb') as file:
        file.write(stored_zip([('mimetype', b'application/vnd.jhk'), ('card.json', card), ('card.json.sig', card_sig)]))
    print(office)


main()
