-- What the log is asked about one person: every file of the group, and the slips that were about it.

CREATE VIEW audit_person_file AS
  SELECT p.id AS asked, m.id AS file
  FROM person p JOIN person m ON m.seq = coalesce(p.survivor, p.seq)
  UNION
  SELECT p.id, m.id
  FROM person p JOIN person m ON m.survivor = coalesce(p.survivor, p.seq);

-- What was told outside of the log's last line: with bundles to partners, with backups.
CREATE VIEW audit_witness AS
  SELECT log_seq AS seq, log_head AS hash FROM bundle WHERE direction = 'out' AND log_seq IS NOT NULL
  UNION
  SELECT audit_seq, audit_hash FROM backup WHERE audit_seq IS NOT NULL;

CREATE VIEW audit_person_number AS SELECT id, id_match FROM person WHERE id_match IS NOT NULL;

CREATE VIEW audit_person_slip AS SELECT person_id, id FROM slip WHERE person_id IS NOT NULL;
