-- A second count of what a year at Didi cost, from the bytes the vendor sent and by nothing of ours: its published field tables and PostgreSQL's own arithmetic.
--
-- In:  raw(line jsonb), one row a record, as `interline sync export-raw` writes them.
-- Out: spend(period, kind, orders, company), what moved in each month by kind, in fen; billed(period, company), what the month's bills hold;
--      doubtful(external_id, reason), orders whose own figures contradict each other: there must be none.

-- Rides and the rows of most bills are in yuan, as numbers or texts; travel orders are in fen. An amount finer than a fen is an error, not something to round.
CREATE FUNCTION pg_temp.fen(amount text, unit integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE fen numeric := coalesce(nullif(amount, ''), '0')::numeric * unit;
BEGIN
  IF fen <> trunc(fen) THEN RAISE EXCEPTION '% is finer than a fen', amount; END IF;
  RETURN fen::bigint;
END $$;

-- Latest versions only, whatever else the file holds.
CREATE TEMP VIEW latest AS
SELECT DISTINCT ON (line ->> 'vendorAccount', line ->> 'stream', line ->> 'externalId')
  line ->> 'stream' AS stream, line ->> 'externalId' AS external_id, line -> 'data' AS data
FROM raw ORDER BY line ->> 'vendorAccount', line ->> 'stream', line ->> 'externalId', (line ->> 'version')::integer DESC;

-- A ride: the "real" fields are what was paid and what came back; times are UTC+8 without saying so, and so are the months of the books.
CREATE TEMP VIEW ride AS
SELECT external_id, r ->> 'pay_time' AS paid_at, r ->> 'refund_time' AS refunded_at,
  pg_temp.fen(r ->> 'company_real_pay', 100) AS company, pg_temp.fen(r ->> 'personal_real_pay', 100) AS personal,
  pg_temp.fen(r ->> 'company_real_refund', 100) AS company_back, pg_temp.fen(r ->> 'personal_real_refund', 100) AS personal_back,
  pg_temp.fen(r ->> 'actual_price', 100) AS price, pg_temp.fen(r ->> 'refund_price', 100) AS back
FROM latest, LATERAL (SELECT coalesce(data -> 'detail', '{}') || coalesce(data -> 'list', '{}') AS r) AS row WHERE stream = 'rides';

-- A travel order: the real totals of the order, with its changes and its refunded tickets beside them.
CREATE TEMP VIEW travel AS
SELECT external_id, regexp_replace(data ->> 'product', '^(domestic|international)', '') AS kind, data -> 'order' AS o,
  pg_temp.fen(p ->> 'company_real_pay', 1) AS company, pg_temp.fen(p ->> 'personal_real_pay', 1) AS personal,
  pg_temp.fen(p ->> 'company_real_refund', 1) AS company_back, pg_temp.fen(p ->> 'personal_real_refund', 1) AS personal_back
FROM latest, LATERAL (SELECT data #> '{order,price_info}' AS p) AS price WHERE stream = 'travel_orders';

CREATE TEMP VIEW change AS
SELECT external_id, kind, c #>> '{change_info,changed_time}' AS at,
  pg_temp.fen(c #>> '{change_info,change_company_pay}', 1) AS company, pg_temp.fen(c #>> '{change_info,change_personal_pay}', 1) AS personal
FROM travel, jsonb_array_elements(coalesce(o -> 'change_list', '[]')) AS c;

CREATE TEMP VIEW ticket_refund AS
SELECT external_id, kind, r #>> '{refund_info,refunded_time}' AS at,
  pg_temp.fen(r #>> '{refund_info,company_refund}', 1) AS company, pg_temp.fen(r #>> '{refund_info,personal_refund}', 1) AS personal
FROM travel, jsonb_array_elements(coalesce(o -> 'refund_list', '[]')) AS r;

-- Every movement of money with the moment it is told of. Of a flight the vendor tells no payment but the booking, of a train the first ticket's issue.
CREATE TEMP VIEW movement AS
SELECT external_id, 'ride' AS kind, paid_at AS at, company, personal FROM ride
UNION ALL
SELECT external_id, 'ride', refunded_at, -company_back, -personal_back FROM ride
UNION ALL
SELECT t.external_id, t.kind,
  CASE t.kind
    WHEN 'hotel' THEN o #>> '{base_info,pay_time}'
    WHEN 'train' THEN coalesce((SELECT min(nullif(i #>> '{ticket_info,print_ticket_time}', '')) FROM jsonb_array_elements(o -> 'ticket_list') AS i),
                               o #>> '{order_info,create_time}')
    ELSE o #>> '{order_info,create_time}'
  END,
  t.company - coalesce(c.company, 0), t.personal - coalesce(c.personal, 0)
FROM travel t LEFT JOIN (SELECT external_id, sum(company) AS company, sum(personal) AS personal FROM change GROUP BY 1) c USING (external_id)
UNION ALL
SELECT external_id, kind, at, company, personal FROM change
UNION ALL
SELECT external_id, kind, at, -company, -personal FROM ticket_refund
UNION ALL
-- what came back beside the tickets: a stay that was called off
SELECT t.external_id, t.kind, coalesce(nullif(o #>> '{order_info,refund_time}', ''), o #>> '{order_info,cancel_time}'),
  coalesce(r.company, 0) - t.company_back, coalesce(r.personal, 0) - t.personal_back
FROM travel t LEFT JOIN (SELECT external_id, sum(company) AS company, sum(personal) AS personal FROM ticket_refund GROUP BY 1) r USING (external_id);

CREATE TEMP VIEW spend AS
SELECT left(at, 7) AS period, kind, count(DISTINCT external_id) AS orders, sum(company) AS company
FROM movement WHERE company <> 0 OR personal <> 0 GROUP BY 1, 2;

CREATE TEMP VIEW doubtful AS
SELECT external_id, 'the shares are not the price' AS reason FROM ride WHERE company + personal <> price
UNION ALL
SELECT external_id, 'the shares are not what came back' FROM ride WHERE company_back + personal_back <> back
UNION ALL
SELECT external_id, 'more came back than was paid' FROM travel WHERE company_back > company OR personal_back > personal
UNION ALL
SELECT external_id, 'money moved at no time' FROM movement WHERE (company <> 0 OR personal <> 0) AND coalesce(at, '') !~ '^\d{4}-\d\d-\d\d ';

-- Bills: of rides a row may hold a payment, a refund or a correction; of travel each row has its sign.
CREATE TEMP VIEW billed AS
SELECT left(data #>> '{bill,from}', 7) AS period, sum(CASE
    WHEN data ->> 'businessType' IN ('201', '204') THEN pg_temp.fen(row ->> 'company_real_amount', 100)
    WHEN data ->> 'businessType' NOT IN ('0', '100') THEN pg_temp.fen(row ->> 'company_real_pay', 100)
    WHEN data ->> 'part' = 'pay' THEN pg_temp.fen(row ->> 'company_real_pay', 100)
    WHEN data ->> 'part' = 'refund' THEN -pg_temp.fen(row ->> 'company_real_refund', 100)
    ELSE pg_temp.fen(row ->> 'company_real_pay', 100) - pg_temp.fen(row ->> 'company_real_refund', 100)
  END) AS company
FROM latest, LATERAL (SELECT data -> 'row' AS row) AS line WHERE stream = 'statement_lines' GROUP BY 1;
