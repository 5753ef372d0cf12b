package journal

// PostgreSQL gets many rows as arrays, one a column: one statement for any number
// of rows, planned once. A list of values is planned anew for every length, which
// took longer than the rest of a commit. SQLite has no arrays.

const postgresInsert = `INSERT INTO journal_event (` + eventColumns + `)
	SELECT * FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[]), CAST($3 AS TEXT[]), CAST($4 AS INTEGER[]), CAST($5 AS TEXT[]),
		CAST($6 AS INTEGER[]), CAST($7 AS BIGINT[]), CAST($8 AS BIGINT[]), CAST($9 AS TEXT[]), CAST($10 AS TEXT[]), CAST($11 AS TEXT[]),
		CAST($12 AS TEXT[]), CAST($13 AS BYTEA[]))`

// postgresStreams are the queries over many streams.
var postgresStreams = map[string]string{
	selectTails: `SELECT v.party, v.stream, e.version, e.ordinal
		FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS TEXT[])) AS v(party, stream)
		CROSS JOIN LATERAL (SELECT MAX(version) AS version, MAX(ordinal) AS ordinal FROM journal_event
			WHERE party = v.party AND stream = v.stream) AS e
		WHERE e.version IS NOT NULL`,
	selectStreams: `SELECT e.*
		FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS TEXT[])) AS v(party, stream)
		CROSS JOIN LATERAL (SELECT ` + eventColumns + ` FROM journal_event
			WHERE party = v.party AND stream = v.stream) AS e
		ORDER BY e.party, e.stream, e.version`,
}

func streamArrays(keys []streamKey) []any {
	parties, streams := make([]int64, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		parties[i], streams[i] = k.party, k.stream
	}
	return []any{parties, streams}
}

// eventArrays are the events as arrays in the order of eventColumns.
func eventArrays(events []Event) []any {
	n := len(events)
	seq, party, recorded, ordinal := make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	version, occurred := make([]int32, n), make([]int32, n)
	stream, kind, actor, cause, key, body := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	hash := make([][]byte, n)
	for i := range events {
		e := &events[i]
		seq[i], party[i], recorded[i], ordinal[i] = e.Seq, e.Party, int64(e.RecordedAt), e.Ordinal
		version[i], occurred[i] = e.Version, e.OccurredOn.Int()
		stream[i], kind[i], actor[i], cause[i], key[i], body[i] = e.Stream, e.Kind, e.Actor, e.Cause, e.Key, e.Body
		hash[i] = e.Hash[:]
	}
	return []any{seq, party, stream, version, kind, occurred, recorded, ordinal, actor, cause, key, body, hash}
}
