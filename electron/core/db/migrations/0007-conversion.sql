-- Every place of the register that stands for the present: what a conversion of codes looks through, in the order of the files.

CREATE VIEW hukou_in_use AS
  SELECT seq AS person_seq, id AS person_id, hukou_code AS code, hukou_text AS text, hukou_as_of AS as_of FROM person WHERE hukou_code <> '';

-- A stay that ended keeps the code of its time.
CREATE VIEW stay_in_use AS
  SELECT person_seq, id AS episode_id, residence_code AS code, residence_text AS text, recorded_on AS as_of
  FROM person_episode WHERE ended_on IS NULL;
