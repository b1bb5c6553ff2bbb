/**
 * Buckets of rates that all processes share. The table is not logged: after a crash of the database every bucket is full again.
 */
export const sql = `
CREATE UNLOGGED TABLE rate_bucket (
  client TEXT COLLATE "C" PRIMARY KEY,
  credit DOUBLE PRECISION NOT NULL,
  at_ms BIGINT NOT NULL
);

-- Asks are objects with a client, how many tokens it wants (fewer than none are given back), and its rate. Sorted, so that none wait in a circle.
CREATE FUNCTION take_tokens(asks JSON, now_ms BIGINT) RETURNS TABLE (client TEXT, granted DOUBLE PRECISION, credit DOUBLE PRECISION)
LANGUAGE plpgsql AS $$
DECLARE
  ask RECORD;
  found DOUBLE PRECISION;
BEGIN
  FOR ask IN SELECT * FROM json_to_recordset(asks)
    AS listed (client TEXT, tokens DOUBLE PRECISION, "perSecond" DOUBLE PRECISION, burst DOUBLE PRECISION) ORDER BY 1
  LOOP
    INSERT INTO rate_bucket AS b VALUES (ask.client, ask.burst, now_ms)
      ON CONFLICT ON CONSTRAINT rate_bucket_pkey DO UPDATE SET
        credit = least(ask.burst, b.credit + greatest(0, now_ms - b.at_ms) * ask."perSecond" / 1000),
        at_ms = greatest(b.at_ms, now_ms)
      RETURNING b.credit INTO found;
    client := ask.client;
    granted := CASE WHEN ask.tokens < 0 THEN ask.tokens ELSE least(ask.tokens, floor(found + 0.000001)) END;
    credit := least(ask.burst, found - granted);
    UPDATE rate_bucket AS b SET credit = take_tokens.credit WHERE b.client = ask.client;
    RETURN NEXT;
  END LOOP;
  -- Those that nobody has asked for in an hour are full.
  IF random() < 0.001 THEN
    DELETE FROM rate_bucket AS b WHERE b.client IN (
      SELECT old.client FROM rate_bucket AS old WHERE old.at_ms < now_ms - 3600000 LIMIT 1000 FOR UPDATE SKIP LOCKED
    );
  END IF;
END $$;
`
