-- The same promises as the ledger of services/conventions, kept by PostgreSQL:
-- limits that count what is held, entries that never change and are numbered
-- without a gap, each request answered once, an access entry for every call.
CREATE TABLE envelope (
  id int PRIMARY KEY,
  allocated bigint NOT NULL CHECK (allocated >= 0),
  allotted bigint NOT NULL CHECK (allotted BETWEEN 0 AND allocated),
  reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  spent bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
  CHECK (reserved + spent <= allotted)
) WITH (fillfactor = 50);

CREATE TABLE line (
  id int PRIMARY KEY,
  envelope int NOT NULL REFERENCES envelope,
  allotted bigint NOT NULL CHECK (allotted >= 0),
  reserved bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  spent bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
  CHECK (reserved + spent <= allotted)
) WITH (fillfactor = 50);

CREATE TABLE head (
  convention int PRIMARY KEY,
  last_sequence bigint NOT NULL DEFAULT 0,
  last_reservation bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE reservation (
  number bigint PRIMARY KEY,
  line int NOT NULL REFERENCES line,
  amount bigint NOT NULL CHECK (amount > 0),
  state smallint NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
  description text NOT NULL DEFAULT '',
  create_time timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE entry (
  sequence bigint PRIMARY KEY,
  type smallint NOT NULL CHECK (type BETWEEN 1 AND 26),
  line int NOT NULL REFERENCES line,
  amount bigint NOT NULL CHECK (amount > 0),
  reservation bigint NOT NULL REFERENCES reservation,
  effective_date date NOT NULL DEFAULT current_date,
  record_time timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries never change';
END $$;
CREATE TRIGGER entries_never_change BEFORE UPDATE OR DELETE ON entry
  FOR EACH ROW EXECUTE FUNCTION refuse();

CREATE TABLE replay (
  scope text NOT NULL,
  request_id text NOT NULL,
  digest bytea NOT NULL,
  answer bigint NOT NULL,
  PRIMARY KEY (scope, request_id)
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

CREATE FUNCTION post_batch(p_scope text, p_request_id text, p_lines int[],
                           p_amounts bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  n int := cardinality(p_lines);
  entries bigint;
  numbers bigint;
BEGIN
  UPDATE head SET last_sequence = last_sequence + n,
                  last_reservation = last_reservation + n
   WHERE convention = 1
  RETURNING last_sequence - n, last_reservation - n INTO entries, numbers;
  UPDATE line SET reserved = reserved + total
    FROM (SELECT u.id, sum(u.amount) AS total
            FROM unnest(p_lines, p_amounts) AS u (id, amount)
           GROUP BY u.id) AS asked
   WHERE line.id = asked.id;
  UPDATE envelope SET reserved = reserved + total
    FROM (SELECT line.envelope, sum(u.amount) AS total
            FROM unnest(p_lines, p_amounts) AS u (id, amount)
            JOIN line ON line.id = u.id
           GROUP BY line.envelope) AS asked
   WHERE envelope.id = asked.envelope;
  INSERT INTO reservation (number, line, amount)
  SELECT numbers + u.i, u.id, u.amount
    FROM unnest(p_lines, p_amounts) WITH ORDINALITY AS u (id, amount, i);
  INSERT INTO entry (sequence, type, line, amount, reservation)
  SELECT entries + u.i, 3, u.id, u.amount, numbers + u.i
    FROM unnest(p_lines, p_amounts) WITH ORDINALITY AS u (id, amount, i);
  INSERT INTO replay
  VALUES (p_scope, p_request_id,
          sha256(convert_to(p_lines::text || p_amounts::text, 'UTF8')),
          numbers + n);
  INSERT INTO access_entry (person, method, permission, object, outcome)
  VALUES ('p-1001', 'PostingService/BatchPost', 'conventions.budget.post',
          'municipalities/21004/conventions/css-2018-2019', 1);
  RETURN numbers + n;
END $$;

CREATE FUNCTION post_one(p_scope text, p_request_id text, p_line int,
                         p_amount bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  sequence bigint;
  number bigint;
BEGIN
  UPDATE head SET last_sequence = last_sequence + 1,
                  last_reservation = last_reservation + 1
   WHERE convention = 1
  RETURNING last_sequence, last_reservation INTO sequence, number;
  UPDATE line SET reserved = reserved + p_amount WHERE id = p_line;
  UPDATE envelope SET reserved = reserved + p_amount
   WHERE id = (SELECT envelope FROM line WHERE id = p_line);
  INSERT INTO reservation (number, line, amount)
  VALUES (number, p_line, p_amount);
  INSERT INTO entry (sequence, type, line, amount, reservation)
  VALUES (sequence, 3, p_line, p_amount, number);
  INSERT INTO replay
  VALUES (p_scope, p_request_id,
          sha256(convert_to(p_line::text || p_amount::text, 'UTF8')), number);
  INSERT INTO access_entry (person, method, permission, object, outcome)
  VALUES ('p-1001', 'BudgetService/CreateReservation',
          'conventions.budget.reserve',
          'municipalities/21004/conventions/css-2018-2019', 1);
  RETURN number;
END $$;

INSERT INTO envelope (id, allocated, allotted)
VALUES (1, 1000000000000, 1000000000000);
INSERT INTO line (id, envelope, allotted)
SELECT i, 1, 250000000000 FROM generate_series(1, 4) AS i;
INSERT INTO head (convention) VALUES (1);
