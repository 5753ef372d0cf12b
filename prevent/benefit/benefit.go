// Package benefit is the catalogue of benefits: what a payment, a control or a claim
// is about.
//
// It holds the benefits paid to or for a person (and a few to employers) under the
// appropriation letter of Försäkringskassan for 2025, those Försäkringskassan examines
// and pays to participants in Arbetsförmedlingen's programmes and recovers itself
// (förordning 2017:819 8 kap. 2 § and 10 kap. 3 §), closed ones that may still be
// recovered, and those Pensionsmyndigheten decides, whose claims Försäkringskassan
// handles (SFB 108:14 a). Pension fees, grants to organisations and administration are not benefits.
//
// The list stands in catalogue.csv. A benefit is stored as its text code, which never
// changes; new benefits are added at the end. The column confidence says how the row is
// known: V read in the appropriation letter or the statute, S in a secondary text, R
// remembered and to be checked. The column marks says the same of the five columns
// before it, one letter each, and may also be I, our own reading, or U, unknown.
//
// The items of the letter for 2025 stand in items.csv, also those that are no benefits:
// pension fees, grants and administration. The package knows no amounts, no conditions
// and nothing of how benefits changed over time.
package benefit

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
)

// Code is a benefit: its place in the catalogue. It is stable within a process only;
// what is stored is String. The zero Code is no benefit.
type Code uint8

// None is no benefit.
const None Code = 0

// most is the number of benefits the catalogue may hold, so that a Code fits in a byte
// and tables by benefit stay readable.
const most = 100

// Authority is the agency whose activity a benefit belongs to.
type Authority string

// The agencies.
const (
	FK Authority = "FK" // Försäkringskassan
	PM Authority = "PM" // Pensionsmyndigheten
	AF Authority = "AF" // Arbetsförmedlingen, which assigns the programme; Försäkringskassan decides and pays
)

//go:embed catalogue.csv
var file string

type row struct {
	code, nameSv, nameEn, item, law string
	authority                       Authority
	confidence                      byte
	terms
}

var (
	rows   = mustRead(file)
	byCode = index(rows)
)

// mustRead reads the catalogue that is part of the program; a fault in it shows when
// the program starts, before any test has passed.
func mustRead(text string) []row {
	rows, err := read(text)
	if err != nil {
		panic(err)
	}
	return rows
}

func read(text string) ([]row, error) {
	const header = "code,name_sv,name_en,item,law,authority,confidence,payee,tax,basis,form,hold,marks"
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("benefit: catalogue.csv: %w", err)
	}
	if len(records) == 0 || strings.Join(records[0], ",") != header {
		return nil, fmt.Errorf("benefit: catalogue.csv:1: the columns are to be %s", header)
	}
	records = records[1:]
	if len(records) > most {
		return nil, fmt.Errorf("benefit: catalogue.csv: %d benefits, at most %d", len(records), most)
	}
	rows := make([]row, 1, len(records)+1) // the first is None
	seen := map[string]bool{}
	for i, r := range records {
		line := i + 2
		b := row{code: r[0], nameSv: r[1], nameEn: r[2], item: r[3], law: r[4], authority: Authority(r[5])}
		switch {
		case !isCode(b.code) || seen[b.code]:
			return nil, fmt.Errorf("benefit: catalogue.csv:%d: %q is not a new code of a-z, 0-9 and -", line, b.code)
		case b.nameSv == "" || b.nameEn == "" || b.law == "":
			return nil, fmt.Errorf("benefit: catalogue.csv:%d: a name or the law is missing", line)
		case b.authority != FK && b.authority != PM && b.authority != AF:
			return nil, fmt.Errorf("benefit: catalogue.csv:%d: no authority %q", line, b.authority)
		case len(r[6]) != 1 || !strings.Contains("VSR", r[6]):
			return nil, fmt.Errorf("benefit: catalogue.csv:%d: confidence %q is not V, S or R", line, r[6])
		}
		b.confidence = r[6][0]
		if b.terms, err = readTerms(r[7:]); err != nil {
			return nil, fmt.Errorf("benefit: catalogue.csv:%d: %w", line, err)
		}
		seen[b.code] = true
		rows = append(rows, b)
	}
	return rows, nil
}

func isCode(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != "" && s[0] != '-' && s[len(s)-1] != '-'
}

func index(rows []row) map[string]Code {
	m := make(map[string]Code, len(rows))
	for i, r := range rows[1:] {
		m[r.code] = Code(i + 1)
	}
	return m
}

// Parse is the benefit with a stored code. ok is false, and the Code None, for a code
// that is not in the catalogue.
func Parse(code string) (c Code, ok bool) {
	c, ok = byCode[code]
	return c, ok
}

// All is every benefit in the order of the catalogue.
func All() []Code {
	all := make([]Code, 0, len(rows)-1)
	for i := 1; i < len(rows); i++ {
		all = append(all, Code(i))
	}
	return all
}

// row is what the catalogue says; empty for None and for a number outside it.
func (c Code) row() row {
	if int(c) >= len(rows) {
		return row{}
	}
	return rows[c]
}

// IsKnown says whether c is a benefit of the catalogue.
func (c Code) IsKnown() bool { return c != None && int(c) < len(rows) }

// String is the text code that is stored, such as "bostadsbidrag"; empty for None.
func (c Code) String() string { return c.row().code }

// NameSv is the name in Swedish.
func (c Code) NameSv() string { return c.row().nameSv }

// NameEn is the name in English.
func (c Code) NameEn() string { return c.row().nameEn }

// Item is the appropriation item that bears the benefit, such as "UO12 1:8 ap.2" of
// the letter for 2025; empty when the letter has none for it.
func (c Code) Item() string { return c.row().item }

// Law is where the benefit stands in law, for people to read.
func (c Code) Law() string { return c.row().law }

// Authority is the agency whose activity the benefit belongs to.
func (c Code) Authority() Authority { return c.row().authority }

// Confidence is V, S or R: how the row is known (see the package comment); 0 for None.
func (c Code) Confidence() byte { return c.row().confidence }

// MarshalText writes the text code, and None as the empty text.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText writes and refuses a code that is not in the
// catalogue.
func (c *Code) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = None
		return nil
	}
	v, ok := Parse(string(text))
	if !ok {
		return fmt.Errorf("benefit: there is no benefit %q", text)
	}
	*c = v
	return nil
}
