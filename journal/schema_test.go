package journal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// local are the tables that do not grow with the population, and so stay on one
// node where PostgreSQL is spread over many.
var local = map[string]string{
	"journal_head":     "one row: the end of the chain",
	"schema_migration": "one row a migration",
	"event_guard":      "some rows an edition: what the room of the kinds states",
}

// Where PostgreSQL is spread over nodes, rows live with their party: a unique
// index without it could not be kept, and none may be needed.
func TestSchema_everyUniqueIndexOnPostgreSQLHasTheParty(t *testing.T) {
	files, err := filepath.Glob("schema/postgres/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range uniques(string(text)) {
			seen[u.table] = true
			if local[u.table] == "" && !u.has("party") {
				t.Errorf("%s: the unique index of %s over (%s) lacks the party", f, u.table, strings.Join(u.columns, ", "))
			}
		}
	}
	if !seen["journal_event"] {
		t.Errorf("the primary key of journal_event was not found among %v", seen)
	}
}

// unique is a primary key or a unique index.
type unique struct {
	table   string
	columns []string
}

func (u unique) has(column string) bool {
	for _, c := range u.columns {
		if c == column {
			return true
		}
	}
	return false
}

var (
	comment     = regexp.MustCompile(`--[^\n]*`)
	createTable = regexp.MustCompile(`(?is)\b(?:CREATE|ALTER)\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\w+)(.*?);`)
	tableUnique = regexp.MustCompile(`(?i)\b(?:PRIMARY KEY|UNIQUE)\s*(?:NULLS (?:NOT )?DISTINCT\s*)?\(([^)]*)\)`)
	ownUnique   = regexp.MustCompile(`(?im)^[(\s]*(?:ADD COLUMN )?(\w+)\s+[^,\n]*?\b(?:PRIMARY KEY|UNIQUE)\b(?:\s*[^\s(]|\s*$)`)
	uniqueIndex = regexp.MustCompile(`(?is)\bCREATE\s+UNIQUE\s+INDEX\b.*?\bON\s+(\w+)\s*(?:USING\s+\w+\s*)?\(([^)]*)\)`)
)

// uniques finds all primary keys and unique indexes in table definitions.
func uniques(text string) (all []unique) {
	text = comment.ReplaceAllString(text, "")
	split := func(columns string) (names []string) {
		for _, c := range strings.Split(columns, ",") {
			names = append(names, strings.ToLower(strings.Fields(c)[0]))
		}
		return names
	}
	for _, table := range createTable.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(table[1])
		for _, m := range tableUnique.FindAllStringSubmatch(table[2], -1) {
			all = append(all, unique{name, split(m[1])})
		}
		for _, m := range ownUnique.FindAllStringSubmatch(table[2], -1) {
			all = append(all, unique{name, []string{strings.ToLower(m[1])}})
		}
	}
	for _, m := range uniqueIndex.FindAllStringSubmatch(text, -1) {
		all = append(all, unique{strings.ToLower(m[1]), split(m[2])})
	}
	return all
}

func TestUniques_findsEveryForm(t *testing.T) {
	text := `CREATE TABLE a (
		id BIGINT PRIMARY KEY, -- UNIQUE (x)
		b  TEXT COLLATE "C" NOT NULL UNIQUE,
		c  INTEGER UNIQUE CHECK (c > 0),
		d  INTEGER,
		UNIQUE (party, d),
		CONSTRAINT k PRIMARY KEY (d, e)
	);
	CREATE INDEX i ON a (b);
	CREATE UNIQUE INDEX j ON a USING btree (b, c) WHERE b <> '';
	ALTER TABLE b ADD CONSTRAINT u UNIQUE (x);`
	var got []string
	for _, u := range uniques(text) {
		got = append(got, u.table+"("+strings.Join(u.columns, ",")+")")
	}
	if s := strings.Join(got, " "); s != "a(party,d) a(d,e) a(id) a(b) a(c) b(x) a(b,c)" {
		t.Error(s)
	}
}
