-- The same promises as IngestService, kept by PostgreSQL: each event once,
-- figures exact with the rows, batches in order and never twice, totals of the
-- session, an access entry for each batch.
CREATE TABLE measure (id smallint PRIMARY KEY, code text UNIQUE NOT NULL);
CREATE TABLE area (id smallint PRIMARY KEY, code text UNIQUE NOT NULL);
INSERT INTO measure VALUES (1, 'nuisance_actions'), (2, 'trainings');
INSERT INTO area VALUES (1, 'DPI-1'), (2, 'DPI-2'), (3, 'DPI-3'),
                        (4, '21004'), (5, 'UNKNOWN');

CREATE TABLE event (
  id uuid PRIMARY KEY,
  measure smallint NOT NULL,
  area smallint NOT NULL,
  day date NOT NULL,
  value bigint NOT NULL CHECK (value BETWEEN 0 AND 1000000000)
);

CREATE TABLE month_total (
  measure smallint NOT NULL REFERENCES measure,
  area smallint NOT NULL REFERENCES area,
  month date NOT NULL,
  total bigint NOT NULL,
  contributions bigint NOT NULL,
  PRIMARY KEY (measure, area, month)
) WITH (fillfactor = 50);

CREATE TABLE session (
  name text PRIMARY KEY,
  durable_sequence bigint NOT NULL DEFAULT 0,
  sent bigint NOT NULL DEFAULT 0,
  created bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  CHECK (sent = created + duplicate)
) WITH (fillfactor = 50);

CREATE TABLE batch (
  session text NOT NULL REFERENCES session,
  sequence bigint NOT NULL,
  created bigint NOT NULL,
  duplicate bigint NOT NULL,
  PRIMARY KEY (session, sequence)
);

CREATE TABLE access_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record_time timestamptz NOT NULL DEFAULT now(),
  person text NOT NULL,
  method text NOT NULL,
  permission text NOT NULL,
  object text NOT NULL,
  outcome smallint NOT NULL
);

-- Takes the rows of the table `staging` of this connection as batch
-- `p_sequence`; answers how many were new. A join refuses unknown codes.
CREATE FUNCTION take_batch(p_session text, p_sequence bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  n bigint;
  rows bigint;
BEGIN
  UPDATE session SET durable_sequence = p_sequence
   WHERE name = p_session AND durable_sequence = p_sequence - 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'batch % is not the next of its session', p_sequence;
  END IF;
  SELECT count(*) INTO rows FROM staging;
  WITH stored AS (
    INSERT INTO event
    SELECT staging.id, measure.id, area.id, staging.day, staging.value
      FROM staging
      JOIN measure ON measure.code = staging.measure
      JOIN area ON area.code = staging.area
     -- In one order, or two connections wait for each other's copies.
     ORDER BY staging.id
    ON CONFLICT (id) DO NOTHING
    RETURNING measure, area, day, value
  ), moved AS (
    INSERT INTO month_total AS t
    SELECT measure, area, date_trunc('month', day)::date AS month, sum(value),
           count(*)
      FROM stored GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (measure, area, month) DO UPDATE
       SET total = t.total + excluded.total,
           contributions = t.contributions + excluded.contributions
  )
  SELECT count(*) INTO n FROM stored;
  UPDATE session AS s SET sent = s.sent + rows,
         created = s.created + n, duplicate = s.duplicate + rows - n
   WHERE name = p_session;
  INSERT INTO batch VALUES (p_session, p_sequence, n, rows - n);
  INSERT INTO access_entry (person, method, permission, object, outcome)
  VALUES ('zone5339', 'IngestService/Ingest', 'indicators.observations.ingest',
          p_session, 1);
  RETURN n;
END $$;

-- Fills with `p_rows` events, for a store that is not empty.
CREATE FUNCTION fill(p_rows bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO event
  SELECT gen_random_uuid(), 1 + i % 2, 1 + i % 5, date '2018-01-01' +
         (random() * 364)::int, 1
    FROM generate_series(1, p_rows) AS i;
$$;
