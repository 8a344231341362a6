-- What the log is asked about one person: every file of the group, and the slips that were about it.

CREATE VIEW audit_person_file AS
  SELECT p.id AS asked, m.id AS file
  FROM person p JOIN person m ON m.seq = coalesce(p.survivor, p.seq)
  UNION
  SELECT p.id, m.id
  FROM person p JOIN person m ON m.survivor = coalesce(p.survivor, p.seq);

CREATE VIEW audit_person_number AS SELECT id, id_match FROM person WHERE id_match IS NOT NULL;

CREATE VIEW audit_person_slip AS SELECT person_id, id FROM slip WHERE person_id IS NOT NULL;
